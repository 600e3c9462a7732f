/** Prints the engine that starts in this process's environment, or the error's message. */
import { startEngine } from '../../src/engine/engine';

startEngine().then(
  (engine) => console.log(JSON.stringify(engine.report)),
  (error: unknown) => {
    console.log((error as Error).message);
    process.exitCode = 1;
  },
);
