import type { Shape } from '../engine/values';
import { stepsOf, tensorsOf, type NetworkPlan } from './plan';
import { quoted } from './weights-error';

const shown = (shape: Shape): string => `[${shape.join()}]`;

/** What a file would have to have to be a network as planned, tensor by tensor: those of the plan that lack or have another shape, then those that the plan has not. */
export interface Differences {
  readonly problems: readonly string[];
  readonly planned: readonly string[];
  readonly further: readonly string[];
}

export function differences(plan: NetworkPlan, shapes: ReadonlyMap<string, Shape>): Differences {
  const steps = stepsOf(plan);
  const expected = new Map(steps.flatMap(tensorsOf));
  const planned = [...expected].flatMap(([name, shape]) => {
    const found = shapes.get(name);
    if (!found) return [`lacks ${quoted(name)}`];
    if (found.join() === shape.join()) return [];
    return [`has ${quoted(name)} in the shape ${shown(found)} instead of ${shown(shape)}${groups(found, shape)}`];
  });
  const further = [...shapes].filter(([name]) => !expected.has(name)).map(([name, shape]) => `has ${quoted(name)} ${shown(shape)}, which such a network has not`);
  const hasBlocks = plan.stages.some(({ transition, blocks }) => [...transition, ...blocks].some(({ kind }) => kind === 'residual'));
  return { problems: hasBlocks ? plan.problems : ['has no blocks', ...plan.problems], planned, further };
}

export function countOf({ problems, planned, further }: Differences): number {
  return problems.length + planned.length + further.length;
}

/** The first three differences; where the file has tensors that the plan has not, one of these is among them. */
export function firstThree({ problems, planned, further }: Differences): string {
  const own = [...problems, ...planned];
  return [...own.slice(0, further.length > 0 ? 2 : 3), ...further].slice(0, 3).join('; ');
}

/** ResNeXt's convolutions see a part of the channels each. */
function groups([, found = 0, ...map]: Shape, [, wanted = 0]: Shape): string {
  const grouped = map.length === 2 && found > 0 && wanted > found && wanted % found === 0;
  return grouped ? ` (a convolution in ${wanted / found} groups, as ResNeXt has, which is not supported)` : '';
}
