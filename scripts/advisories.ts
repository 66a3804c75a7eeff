import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verdictOf } from './advisory-verdict';
import { AUDIT_FILE, ageOf, auditedTree, namesIn, parseAudit, renewed, weigh } from './dependency-audit';
import { NOTICES_FILE, packagesIn } from './third-party-notices';

/**
 * `npm run advisories`: asks the registry whether anything that ships has a known vulnerability; where it does not answer, the
 * record of the last audit is weighed instead. Ends with 0 (none), 1 (some), or 2 where neither can say. `--write` makes a clean
 * answer of the registry the new record.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const audit = parseAudit(readFileSync(AUDIT_FILE, 'utf8'));
const tree = auditedTree(
  readFileSync('package-lock.json', 'utf8'),
  packagesIn(readFileSync(NOTICES_FILE, 'utf8')),
);

// The whole tree, tools too: the record covers those that package.json names.
const { stdout, error } = spawnSync('npm', ['audit', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const verdict = verdictOf(error === undefined ? stdout : '');
switch (verdict.kind) {
  case 'clean':
    say(`No known vulnerability in ${verdict.packages} packages.`);
    write();
    break;
  case 'vulnerable': {
    const names = namesIn(tree);
    const own = verdict.packages.filter(({ name }) => names.has(name));
    for (const { name, severity, range } of verdict.packages)
      say(
        `${severity.padEnd(9)} ${name} ${range}${names.has(name) ? '' : ' (a tool brings it; it does not ship)'}`,
      );
    say('npm audit tells more, and which versions mend it.');
    if (own.length > 0) process.exitCode = 1;
    else write();
    break;
  }
  case 'not_asked':
    say(`The registry could not be asked: ${verdict.why}`);
    process.exitCode = weighRecord();
}

function weighRecord(): 0 | 1 | 2 {
  const { unread, affecting } = weigh(audit, tree);
  const { days, stale } = ageOf(audit, new Date());
  for (const { id, installed, summary, source } of affecting)
    say(`${installed}: ${id}, ${summary} (${source})`);
  if (affecting.length > 0) return 1;
  if (unread.length > 0) {
    say(`NOT CHECKED. The audit of ${audit.on} does not know ${unread.join(', ')}.`);
    return 2;
  }
  if (stale) {
    say(`NOT CHECKED. The last audit is ${days} days old; ask from a network where the registry answers.`);
    return 2;
  }
  say(
    `The audit of ${audit.on} (${audit.asked}) covers all ${tree.length} packages: none of the ${audit.advisories.length} ` +
      'advisories found for them touches a version that is installed.',
  );
  for (const { package: name, what, source } of audit.unclear) say(`Unclear: ${name}, ${what} (${source})`);
  return 0;
}

function write(): void {
  if (!values.write) return;
  const on = new Date().toISOString().slice(0, 10);
  writeFileSync(AUDIT_FILE, `${JSON.stringify(renewed(audit, tree, on), null, 2)}\n`);
  say(`${AUDIT_FILE} says so from now on.`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
