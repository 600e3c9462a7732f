import type { Engine } from '../engine/engine';
import { measurable } from '../networks/measurable-network';
import { loadCifarResnet } from './cifar-resnet';
import type { ImportedNetwork } from './imported-network';
import { loadNetwork } from './network-file';

/** What files of weights can be measured: by the name of their architecture, how the network is made of the file. */
export const ARCHITECTURES: Readonly<Record<string, (engine: Engine, path: string) => Promise<ImportedNetwork>>> = {
  'cifar-resnet': loadCifarResnet,
  /** of this project, as `saveNetwork` writes it: its definition is in the file */
  'residual-network': async (engine, path) => {
    const saved = await loadNetwork(engine, path);
    const { input, classes } = saved.network.definition;
    return { ...measurable(saved), input, classes, normalization: saved.normalization, values: saved, dispose: () => saved.dispose() };
  },
};
