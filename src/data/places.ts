import { join, resolve } from 'node:path';

/** Where data sets are looked for, in this order. */
export interface Places {
  /** The user's own folder of full sets; undefined if there is none. */
  readonly dataFolder: string | undefined;
  /** What the repository brings. */
  readonly repositoryFolder: string;
  /** Where downloads are kept. */
  readonly downloadFolder: string;
}

const project = resolve(__dirname, '..', '..');

/** The project's own folders, and the one that the environment variable DATA_DIR names, if any. */
export function projectPlaces(environment: NodeJS.ProcessEnv = process.env): Places {
  const given = environment.DATA_DIR;
  return {
    dataFolder: given === undefined || given === '' ? undefined : resolve(given),
    repositoryFolder: join(project, 'data'),
    downloadFolder: join(project, '.environment', 'data'),
  };
}
