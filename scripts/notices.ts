import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICES_FILE } from './third-party-notices';

/** `npm run notices`: takes over the notices of the last build. `--check`, a step of the gate, tells whether they have changed. */
const built = join(process.env.STRIDECAST_DIST ?? 'dist', NOTICES_FILE);
if (!process.argv.includes('--check')) {
  copyFileSync(built, NOTICES_FILE);
} else if (readFileSync(built, 'utf8') !== readFileSync(NOTICES_FILE, 'utf8')) {
  process.stdout.write(`${NOTICES_FILE} is not what the build gives: npm run notices, then commit it\n`);
  process.exitCode = 1;
}
