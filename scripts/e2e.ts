import { spawnSync } from 'node:child_process';
import { ensureBrowser, installFromDebian } from './ensure-browser';
import { e2eEnvironment, isolated } from './isolate';

/** `npm run e2e [-- vitest arguments]`: the built app in a real browser, with a virtual USB serial device. */
const browser = ensureBrowser();
if (spawnSync('python3', ['--version']).status !== 0) installFromDebian(['python3']);
const vitest = ['node', 'node_modules/vitest/vitest.mjs', 'run', '--config', 'e2e/vitest.config.ts'];
const [command, ...args] = isolated([...vitest, ...process.argv.slice(2)]);
const { status } = spawnSync(command, args, {
  stdio: 'inherit',
  env: e2eEnvironment(browser),
});
process.exitCode = status ?? 1;
