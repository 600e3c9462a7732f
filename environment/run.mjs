/**
 * Entry of every npm script: `node environment/run.mjs COMMAND [ARGUMENTS]`.
 *
 * This file must run on any Node that knows ES modules, so that an old one is told what to do instead of meeting syntax
 * it does not know; everything newer is loaded only after the version is known to do. Nothing here needs `node_modules`.
 */
import { argv, exit, stderr, version } from 'process';

const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stderr.write(
    `Node ${version.slice(1)} is too old: this project needs Node 20.19 or newer; get it with nvm (nvm install 20), ` +
      'conda (conda install -c conda-forge nodejs=20) or the installer of nodejs.org, then run the command again.\n',
  );
  exit(1);
}
void import('./commands/command.mjs').then(({ command }) => command(argv.slice(2)));
