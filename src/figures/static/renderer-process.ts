import { drawSvg, rasterize, type Drawing } from './draw';
import type { Answer, Request } from './static-image';

async function answer({ id, figure }: Request): Promise<Answer> {
  try {
    const svg = await drawSvg(JSON.parse(figure) as Drawing);
    return { id, svg, png: rasterize(svg, 1) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

if (process.send) {
  // One figure at a time: plotly's identifiers are seeded for each.
  let queue = Promise.resolve();
  process.on('message', (request: Request) => {
    queue = queue.then(async () => {
      const ready = await answer(request);
      if (process.connected) process.send!(ready);
    });
  });
  process.on('disconnect', () => process.exit());
}
