import { stepsOf, type NetworkPlan, type Residual, type Step } from './plan';

/** What a network was taken for, in sentences to be read before it is measured: above all what its file cannot tell. */
export function describePlan(family: string, plan: NetworkPlan): string[] {
  const { stages, head, classes, normalization } = plan;
  const [stem] = stages[0]!.transition as [Extract<Step, { kind: 'convolution' }>];
  const pool = stages[0]!.transition.some(({ kind }) => kind === 'max pool') ? 'a max pool' : 'no pool';
  const all = stages.map(({ transition, blocks }) => [...transition.filter((step): step is Residual => step.kind === 'residual'), ...blocks]);
  const blocks = all.flat();
  const strides = all.map(([first]) => Math.max(1, ...stepsOf({ stages: [{ transition: [], blocks: first ? [first] : [] }], head: [] }).map((step) => ('stride' in step ? step.stride : 1))));
  const preactivated = blocks[0]!.before.length > 0;
  const finalNorm = head[0]?.kind === 'norm';
  const order = preactivated ? `norm-ReLU-convolution, nothing behind the addition, ${finalNorm ? 'a norm and ReLU' : 'no norm'} before the head` : 'convolution-norm-ReLU, a ReLU behind the addition';
  return [
    `A ${family}, by the names and shapes of its tensors: ${stages.length} stages of ${all.map(({ length }) => length).join(' + ')} blocks, ${classes} classes.`,
    `Taken for granted: stem of ${stem.size} × ${stem.size} with stride ${stem.stride} and ${pool}; strides of the stages ${strides.join(', ')}; blocks of ${order}; shortcuts ${shortcuts(blocks)}.`,
    `Inputs are (pixel / 255 − mean) / deviation, with mean ${normalization.mean.join(', ')} and deviation ${normalization.standardDeviation.join(', ')}.`,
    ...shortStages(plan),
  ];
}

function shortcuts(blocks: readonly Residual[]): string {
  const changed = blocks.find(({ shortcut }) => shortcut.length > 0);
  if (!changed) return 'that are identities';
  if (changed.shortcut[0]!.kind === 'padding') return 'that change the shape take every second pixel and put zeros around the channels';
  const from = changed.before.length === 0 ? '' : changed.shortcutFrom === 'activation' ? ' of the block’s first activation' : ' of the block’s input';
  return `that change the shape are a 1 × 1 convolution${from}`;
}

/** Which stages cannot have indices. */
function shortStages({ stages }: NetworkPlan): string[] {
  const short = stages.flatMap(({ blocks }, s) => (blocks.length < 2 ? [`${s + 1} (${blocks.length})`] : []));
  if (short.length === 0) return [];
  return [`Indices need stages with two iterated blocks or more, not counting a first block that changes the shape; stages with fewer: ${short.join(', ')}.`];
}
