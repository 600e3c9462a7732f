/** Finds a browser for the tests, and gets one where there is none. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ask, run } from '../system/child.mjs';
import { installed, root } from '../system/paths.mjs';
import { reporter } from '../system/progress.mjs';

const playwrightFolder = join(installed, 'browsers');
const log = join(installed, 'logs', 'browser.log');

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chrome or Chromium as systems install it; $CHROMIUM names another one. */
function installedBrowsers() {
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
  const onPath = names.flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));
  const onMac = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  return [process.env.CHROMIUM ?? '', ...onPath, ...onMac].filter((path) => path !== '' && isProgram(path));
}

/**
 * Playwright's own browser, where it has been downloaded.
 * @param {NodeJS.ProcessEnv} env
 */
function playwrightBrowser(env) {
  const { output } = ask(process.execPath, ['-p', "require('playwright-core').chromium.executablePath()"], { env });
  return existsSync(output) ? output : undefined;
}

/**
 * Whether a browser really starts here: one may be broken, or lack libraries of the system.
 * @param {string} browser
 */
function starts(browser) {
  const flags = ['--headless', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-dev-shm-usage', '--disable-sync'];
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  return ask(browser, [...flags, '--dump-dom', 'data:text/html,<p>it starts'], { seconds: 60 }).output.includes('<p>it starts');
}

const ownPlaywright = () => ({ ...process.env, PLAYWRIGHT_BROWSERS_PATH: playwrightFolder });

async function downloadPlaywrights() {
  const program = join(root, 'node_modules', 'playwright-core', 'cli.js');
  await run(process.execPath, [program, 'install', '--no-shell', 'chromium'], { doing: "downloading Playwright's Chromium", log, env: ownPlaywright() });
}

async function installDebians() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-o', 'DPkg::Lock::Timeout=120', '-y', '--no-install-recommends'];
  await run('apt-get', ['update'], { doing: "reading Debian's package lists", log, env, endWithUs: false });
  await run('apt-get', ['install', ...options, 'chromium'], { doing: "installing Debian's chromium", log, env, endWithUs: false });
}

/**
 * Looks for an installed browser, then Playwright's (downloading it), then, where root, installs Debian's.
 * @returns {Promise<{ browser: string } | { browser: undefined, reason: string }>}
 */
export async function findBrowser() {
  /** @type {readonly { get?: { title: string, by: () => Promise<void> }, look: () => (string | undefined)[] }[]} */
  const sources = [
    { look: installedBrowsers },
    { look: () => [playwrightBrowser(process.env), playwrightBrowser(ownPlaywright())] },
    { get: { title: "Playwright's Chromium", by: downloadPlaywrights }, look: () => [playwrightBrowser(ownPlaywright())] },
    ...(process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') ? [{ get: { title: "Debian's chromium", by: installDebians }, look: installedBrowsers }] : []),
  ];
  let reason = 'none is installed.';
  for (const { get, look } of sources) {
    if (get) {
      const report = reporter(get.title);
      const start = performance.now();
      try {
        await get.by();
        report.done((performance.now() - start) / 1000);
      } catch (error) {
        report.failed();
        reason = error instanceof Error ? error.message : String(error);
        continue;
      }
    }
    for (const browser of look()) {
      if (browser === undefined) continue;
      if (starts(browser)) return { browser };
      reason = `${browser} does not start.`;
    }
  }
  return { browser: undefined, reason };
}
