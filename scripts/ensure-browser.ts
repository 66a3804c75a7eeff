import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const USUAL_PLACES = [
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** CHROME_PATH, then an installed Chrome or Chromium, then one that Playwright installed; null when there is none. */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  usualPlaces: readonly string[] = USUAL_PLACES,
): string | null {
  if (env.CHROME_PATH) {
    if (existsSync(env.CHROME_PATH)) return env.CHROME_PATH;
    throw new Error(`CHROME_PATH names ${env.CHROME_PATH}, which does not exist`);
  }
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)));
  return [...onPath, ...usualPlaces, ...installedByPlaywright(env)].find((path) => existsSync(path)) ?? null;
}

/** Playwright's cache, newest revision first; the full browser only, for its headless shell has no Web Serial. */
function installedByPlaywright(env: NodeJS.ProcessEnv): string[] {
  const caches = [
    env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
    join(homedir(), 'AppData/Local/ms-playwright'),
  ];
  const binaries = [
    'chrome-linux64/chrome',
    'chrome-linux/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win/chrome.exe',
  ];
  return caches
    .filter((dir) => dir !== undefined && existsSync(dir))
    .flatMap((dir) => {
      const revisions = readdirSync(dir!).filter((name) => /^chromium-\d+$/.test(name));
      revisions.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
      return revisions.flatMap((name) => binaries.map((binary) => join(dir!, name, binary)));
    });
}

/** Finds a browser, or installs one: from Debian as root, else by Playwright. Throws with what to do by hand. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found) return found;
  if (installFromDebian(['chromium'])) {
    const installed = findBrowser();
    if (installed) return installed;
  }
  run('npx', ['--no-install', 'playwright-core', 'install', 'chromium']);
  const installed = findBrowser();
  if (installed) return installed;
  throw new Error(
    'No Chrome or Chromium was found, and none could be installed. Install one (Debian: apt-get install chromium) ' +
      'or set CHROME_PATH to its executable.',
  );
}

/** `apt-get install` as root; false where that is not this machine's way. */
export function installFromDebian(packages: readonly string[]): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], env);
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env);
}

function run(command: string, args: string[], env = process.env): boolean {
  process.stderr.write(`$ ${command} ${args.join(' ')}\n`);
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], env }).status === 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.stdout.write(`${ensureBrowser()}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
