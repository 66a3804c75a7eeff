import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  AUDIT_FILE,
  type AuditRecord,
  ageOf,
  auditedTree,
  parseAudit,
  renewed,
  weigh,
} from './dependency-audit';
import { NOTICES_FILE, packagesIn } from './third-party-notices';

const advisory = {
  package: 'crc',
  id: 'GHSA-aaaa-bbbb-cccc',
  also: ['CVE-2030-1'],
  summary: 'Wrong sum',
  affected: '<4.3.3',
  source: 'https://example.org/a',
};
const audit = (changes: Partial<AuditRecord> = {}): AuditRecord => ({
  on: '2030-01-01',
  asked: 'npm audit',
  packages: ['@a/b@1.0.0', 'crc@4.3.3'],
  advisories: [advisory],
  unclear: [],
  ...changes,
});

describe('the record of this repository', () => {
  const record = parseAudit(readFileSync(AUDIT_FILE, 'utf8'));
  const tree = auditedTree(
    readFileSync('package-lock.json', 'utf8'),
    packagesIn(readFileSync(NOTICES_FILE, 'utf8')),
  );
  const findings = weigh(record, tree);

  it('covers all that ships and the tools (else: npm run advisories -- --write)', () => {
    expect(tree.length).toBeGreaterThan(100);
    expect(findings.unread).toEqual([]);
    expect(findings.gone).toEqual([]);
  });
  it('knows no advisory for an installed version', () => {
    expect(record.advisories.length).toBeGreaterThan(0);
    expect(findings.affecting).toEqual([]);
  });
  it('would have told of an older version of each package that ever had one', () => {
    const old = record.advisories.map((each) => ({ ...each, affected: '*' }));
    const hit = weigh({ ...record, advisories: old }, tree).affecting;
    expect(new Set(hit.map(({ id }) => id)).size).toBe(new Set(old.map(({ id }) => id)).size);
  });
});

describe('a record', () => {
  it('says what it has not read, and what has gone', () => {
    expect(weigh(audit(), ['@a/b@1.0.1', 'crc@4.3.3'])).toEqual({
      unread: ['@a/b@1.0.1'],
      gone: ['@a/b@1.0.0'],
      affecting: [],
    });
  });
  it('names an advisory that touches an installed version, pre-releases too', () => {
    const { affecting } = weigh(audit(), ['crc@4.3.3-beta.1']);
    expect(affecting).toEqual([
      {
        id: 'GHSA-aaaa-bbbb-cccc',
        installed: 'crc@4.3.3-beta.1',
        summary: 'Wrong sum',
        source: 'https://example.org/a',
      },
    ]);
    expect(weigh(audit(), ['crc@4.3.3']).affecting).toEqual([]);
    expect(weigh(audit(), ['crc-32@4.0.0']).affecting).toEqual([]);
  });
  it('is renewed with the advisories of what is still there', () => {
    const old = audit({ advisories: [advisory, { ...advisory, package: '@a/b' }] });
    const next = renewed(old, ['crc@4.3.4'], '2030-02-01');
    expect(next).toEqual(audit({ on: '2030-02-01', packages: ['crc@4.3.4'] }));
    expect(weigh(next, ['crc@4.3.4'])).toEqual({ unread: [], gone: [], affecting: [] });
  });
  it('grows stale after thirty days', () => {
    expect(ageOf(audit(), new Date('2030-01-31T12:00:00Z'))).toEqual({ days: 30, stale: false });
    expect(ageOf(audit(), new Date('2030-02-01T12:00:00Z'))).toEqual({ days: 31, stale: true });
  });
  it.each([
    ['a day that is none', { on: '2030-13-01' }],
    ['a range that is none', { advisories: [{ ...advisory, affected: 'before 4' }] }],
    ['a package without a version', { packages: ['crc'] }],
    ['an advisory without its source', { advisories: [{ ...advisory, source: '' }] }],
  ])('is refused with %s', (_, changes) => {
    expect(() => parseAudit(JSON.stringify(audit(changes)))).toThrow(AUDIT_FILE);
  });
});

it('covers what is installed with the product, what is bundled from elsewhere, and the tools by name', () => {
  const lock = JSON.stringify({
    packages: {
      '': { devDependencies: { tool: '^2.0.0' } },
      'node_modules/tool': { version: '2.1.0', dev: true },
      'node_modules/tool/node_modules/deep': { version: '1.0.0', dev: true },
      'node_modules/deep': { version: '3.0.0', dev: true },
      'node_modules/@a/b': { version: '1.0.0' },
      'node_modules/@a/b/node_modules/c': { version: '0.1.0' },
      'node_modules/alias': { name: 'real', version: '5.0.0' },
    },
  });
  expect(auditedTree(lock, ['workbox-core 7.4.1', '@a/b 1.0.0'])).toEqual([
    '@a/b@1.0.0',
    'c@0.1.0',
    'real@5.0.0',
    'tool@2.1.0',
    'workbox-core@7.4.1',
  ]);
});
