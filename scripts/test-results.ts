import { readFileSync } from 'node:fs';

interface Failure {
  file: string;
  name: string;
  /** First line of what it said. */
  why: string;
}
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  failures: Failure[];
  unsteady: Failure[];
  /** Those with a failed test, or that failed as a whole. */
  files: string[];
}

/** Results as vitest's JSON reporter writes them; null where there are none. */
export function countsIn(report: string): Counts | null {
  try {
    const r = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numTodoTests?: number;
      testResults: {
        name: string;
        status: string;
        assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
      }[];
    };
    const failures = r.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status === 'failed')
        .map((test) => ({
          file: file.name,
          name: test.fullName,
          why: (test.failureMessages?.[0] ?? '').split('\n')[0],
        })),
    );
    return {
      passed: r.numPassedTests,
      failed: r.numFailedTests,
      skipped: r.numPendingTests + (r.numTodoTests ?? 0),
      failures,
      unsteady: [],
      files: r.testResults.filter((file) => file.status === 'failed').map((file) => file.name),
    };
  } catch {
    return null;
  }
}

/** Of the files that were run again only the second results count. */
export function merged(first: Counts, second: Counts | null): Counts {
  if (second === null) return first;
  const stillFailed = new Set(second.failures.map((f) => f.file + f.name));
  return {
    ...first,
    passed: first.passed + first.failed - second.failed,
    failed: second.failed,
    failures: second.failures,
    unsteady: first.failures.filter((f) => !stillFailed.has(f.file + f.name)),
    files: second.files,
  };
}
