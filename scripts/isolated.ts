import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBrowser } from './ensure-browser';
import { e2eEnvironment, isolated } from './isolate';

/** `isolated.ts COMMAND ...`: runs a command of node_modules/.bin as the end-to-end tests are run. */
const [name, ...rest] = process.argv.slice(2);
const env = e2eEnvironment(ensureBrowser());
const [command, ...args] = isolated([join('node_modules/.bin', name), ...rest]);
process.exitCode = spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1;
