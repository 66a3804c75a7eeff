import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Counts, countsIn, merged } from './test-results';

const folder = mkdtempSync(join(tmpdir(), 'stridecast-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Result = Record<string, Record<string, 'passed' | 'failed'>>;

/** What vitest's JSON reporter writes for these files. */
function report(files: Result): Counts {
  const all = Object.values(files).flatMap((tests) => Object.values(tests));
  const file = join(folder, 'report.json');
  writeFileSync(
    file,
    JSON.stringify({
      numPassedTests: all.filter((s) => s === 'passed').length,
      numFailedTests: all.filter((s) => s === 'failed').length,
      numPendingTests: 0,
      testResults: Object.entries(files).map(([name, tests]) => ({
        name,
        status: Object.values(tests).includes('failed') ? 'failed' : 'passed',
        assertionResults: Object.entries(tests).map(([fullName, status]) => ({
          fullName,
          status,
          failureMessages: status === 'failed' ? [`Error: ${fullName} broke\n    at here`] : [],
        })),
      })),
    }),
  );
  return countsIn(file) as Counts;
}

describe('results of the tests', () => {
  it('name what failed, and why', () => {
    const counts = report({ a: { one: 'passed', two: 'failed' }, b: { one: 'passed' } });
    expect(counts).toMatchObject({ passed: 2, failed: 1, files: ['a'] });
    expect(counts.failures).toEqual([{ file: 'a', name: 'two', why: 'Error: two broke' }]);
  });

  it('are not there without a report', () => {
    expect(countsIn(join(folder, 'nothing.json'))).toBeNull();
  });
});

describe('a second try of the files that failed', () => {
  const first = report({ a: { one: 'passed', two: 'failed' }, b: { one: 'failed' }, c: { one: 'passed' } });

  it('counts what passes then as passed, and names it', () => {
    const counts = merged(first, report({ a: { one: 'passed', two: 'passed' }, b: { one: 'failed' } }));
    expect(counts).toMatchObject({ passed: 3, failed: 1, files: ['b'] });
    expect(counts.unsteady.map((f) => f.file + f.name)).toEqual(['atwo']);
    expect(counts.failures.map((f) => f.file + f.name)).toEqual(['bone']);
  });

  it('may fail elsewhere: that counts', () => {
    const counts = merged(first, report({ a: { one: 'failed', two: 'passed' }, b: { one: 'passed' } }));
    expect(counts).toMatchObject({ passed: 3, failed: 1 });
    expect(counts.failures.map((f) => f.name)).toEqual(['one']);
  });

  it('that left no report leaves the first results', () => {
    expect(merged(first, null)).toEqual(first);
  });
});
