import { spawnSync } from 'node:child_process';
import { verdictOf } from './advisory-verdict';

/**
 * `npm run advisories`: asks the registry whether anything that ships has a known vulnerability. Ends with 0 (none), 1
 * (some), or 2 where the registry could not be asked, which says nothing of either.
 */
const { stdout, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const verdict = verdictOf(error === undefined ? stdout : '');
switch (verdict.kind) {
  case 'clean':
    process.stdout.write(`No known vulnerability in the ${verdict.packages} packages that ship.\n`);
    break;
  case 'vulnerable':
    for (const { name, severity, range } of verdict.packages)
      process.stdout.write(`${severity.padEnd(9)} ${name} ${range}\n`);
    process.stdout.write('npm audit --omit=dev tells more, and which versions mend it.\n');
    process.exitCode = 1;
    break;
  case 'not_asked':
    process.stdout.write(`NOT CHECKED. The registry could not be asked: ${verdict.why}\n`);
    process.exitCode = 2;
}
