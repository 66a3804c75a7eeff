import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsIn, merged } from './test-results';

/**
 * `npm test`: everything that must hold, in one run. A failing step does not stop the others, so that one run tells
 * all; the last line counts. `--no-e2e` is the gate alone.
 */
interface Step {
  name: string;
  command: string[];
  /** Vitest writes its results here; they are counted one by one instead of as one step. */
  report?: string;
  /**
   * Files with a failed test are run once more, as a whole: a machine shared with others can starve a live system for
   * seconds. What passes only then counts as passed and is named.
   */
  again?: boolean;
  /** Without it the steps after this one mean nothing. */
  needed?: boolean;
}

const reports = mkdtempSync(join(tmpdir(), 'stridecast-test-'));
const bin = (name: string): string => join('node_modules/.bin', name);
const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, 'e2e.json');
const reportTo = (file: string): string[] => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${file}`,
];

const gate: Step[] = [
  { name: 'kernels', command: ['npm', 'run', '-s', 'build:wasm'], needed: true },
  { name: 'types', command: [bin('tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint', command: [bin('eslint'), '.', '--max-warnings', '0'] },
  { name: 'format', command: [bin('biome'), 'format', '.'] },
  { name: 'import rules', command: ['npm', 'run', '-s', 'rules'] },
  { name: 'unused', command: [bin('knip')] },
  { name: 'C compiler', command: [bin('tsx'), 'scripts/ensure-compiler.ts'] },
  { name: 'unit', command: [bin('vitest'), 'run', ...reportTo(unitReport)], report: unitReport },
  { name: 'build', command: ['npm', 'run', '-s', 'build'], needed: true },
  { name: 'notices', command: [bin('tsx'), 'scripts/notices.ts', '--check'] },
  { name: 'size', command: [bin('tsx'), 'scripts/size.ts'] },
];
const e2e: Step[] = [
  { name: 'browser', command: [bin('tsx'), 'scripts/ensure-browser.ts'], needed: true },
  {
    name: 'e2e',
    command: [bin('tsx'), 'scripts/e2e.ts', ...reportTo(e2eReport)],
    report: e2eReport,
    again: true,
  },
];

let passed = 0;
let failed = 0;
const summary: string[] = [];
for (const step of process.argv.includes('--no-e2e') ? gate : [...gate, ...e2e]) {
  process.stdout.write(`\n== ${step.name}\n`);
  const began = performance.now();
  let ok = await run(step.command);
  let counts = step.report === undefined ? null : countsIn(step.report);
  if (!ok && step.again && counts !== null && counts.files.length > 0) {
    process.stdout.write(`\n== ${step.name}, once more: ${counts.files.join(', ')}\n`);
    ok = await run([...step.command, ...counts.files]);
    counts = merged(counts, countsIn(step.report as string));
  }
  // A runner that failed without naming a failed test (or left no report) has failed as a step.
  const own = counts === null || (!ok && counts.failed === 0) ? 1 : 0;
  passed += (counts?.passed ?? 0) + (ok ? own : 0);
  failed += (counts?.failed ?? 0) + (ok ? 0 : own);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const detail = counts
    ? `  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    : '';
  summary.push(`${ok ? 'ok    ' : 'FAILED'} ${step.name.padEnd(14)} ${seconds.padStart(7)} s${detail}`);
  for (const { name, why } of counts?.failures ?? [])
    summary.push(`       failed: ${name}\n               ${why}`);
  for (const { name, why } of counts?.unsteady ?? [])
    summary.push(`       passed at the second try only: ${name}\n               ${why}`);
  if (!ok && step.needed) {
    summary.push('       (the rest was not run)');
    break;
  }
}
rmSync(reports, { recursive: true });
process.stdout.write(`\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function run([command, ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}
