import { drawSvg, loadPlotly, rasterize, type Drawing } from './draw';
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
  // One figure at a time: plotly's identifiers are seeded for each. plotly.js is loaded before the first one comes, which says why where that fails.
  let queue: Promise<void> = Promise.resolve().then(loadPlotly).then(() => undefined, () => undefined);
  process.on('message', (request: Request) => {
    queue = queue.then(async () => {
      const answered = await answer(request);
      if (process.connected) process.send!(answered);
    });
  });
  process.on('disconnect', () => process.exit());
}
