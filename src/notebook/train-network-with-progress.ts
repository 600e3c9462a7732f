import { train } from '../training/train';
import { parseSettings } from '../settings/parse-settings';
import { trainingSchema } from '../training/settings';
import { follow } from './follow';

/** {@link train} under a live line of progress; an interrupt stops it within a step. */
export async function trainNetworkWithProgress(...[engine, network, data, input]: Parameters<typeof train>): ReturnType<typeof train> {
  const { epochs } = parseSettings(trainingSchema, input, 'training settings');
  return follow(
    epochs,
    'epochs trained',
    (report) => train(engine, network, data, input, ({ epoch, loss }) => report(epoch, `loss ${loss.toFixed(3)}`)),
    'Interrupted; the next start trains it anew. Runs (runWithProgress) keep checkpoints and go on from there.',
  );
}
