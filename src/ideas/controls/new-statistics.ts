import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { checkPrograms, layoutOf } from '../../measuring/programs/block-programs';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { outcomesOf, type Outcomes, type ProgramAnalyses } from '../../measuring/programs/program-analysis';
import { distinctPrograms, ProgramResults, readCorrectness, type Correctness } from '../../measuring/programs/program-results';
import type { ProgramOptions } from '../../measuring/programs/run-programs';
import { reestimateStatistics } from '../../measuring/programs/reestimated-statistics';

/**
 * Control: analyses by programs as `measurePrograms` makes them, but with the statistics of batch normalization estimated anew
 * under every program, that of the whole network too (**ours**). Nothing can be shared between programs then: each is run from
 * the images, on the training images and on the test images.
 * @param training images for the statistics
 * @throws Error when an analysis does not apply to the network, or it has no batch normalization (see `reestimateStatistics`)
 */
export async function measureReestimated<Analyses extends ProgramAnalyses>(
  engine: Engine,
  network: MeasurableNetwork,
  analyses: Analyses,
  training: ImageSet,
  test: ImageSet,
  normalization: Normalization,
  { onFraction = () => undefined, ...budget }: ProgramOptions = {},
): Promise<{ readonly outcomes: Outcomes<Analyses>; readonly results: ProgramResults }> {
  const layout = layoutOf(network);
  const programs = distinctPrograms(layout, Object.values(analyses).flatMap((analysis) => analysis.programs(layout)));
  checkPrograms(layout, programs);
  const share = training.size / (training.size + test.size);
  const correct: Correctness[] = [];
  for (const [p, program] of programs.entries()) {
    const done = (fraction: number) => onFraction((p + fraction) / programs.length);
    const reestimated = await reestimateStatistics(engine, network, program, training, normalization, {
      ...budget,
      onFraction: (fraction) => done(share * fraction),
    });
    try {
      const options: ProgramOptions = { ...budget, onFraction: (fraction) => done(share + (1 - share) * fraction) };
      correct.push(...(await readCorrectness(engine, reestimated.network, [program], test, normalization, options)));
    } finally {
      reestimated.dispose();
    }
  }
  const results = new ProgramResults(layout, programs, correct);
  return { outcomes: outcomesOf(analyses, results), results };
}
