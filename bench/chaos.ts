import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Figure, figure, note, printFigures } from '../lab/figures';
import { campaign, type CaseReport } from './chaos/campaign';
import { collectedHeap } from './chaos/collected-heap';
import { planOf } from './chaos/plan';
import { byFault } from './chaos/table';
import { slope } from './slope';

/**
 * `npm run -s chaos -- [--cases 3000] [--seed 1] [--case SEED] [--browser N] [--json]`: sessions to which everything is
 * done that can happen to one, each drawn from its seed, through the whole engine; and N rounds in a real browser.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
    case: { type: 'string' },
    browser: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
const alone = values.case === undefined ? null : Number(values.case);
const cases = alone === null ? Number(values.cases) : 1;
const first = alone ?? Number(values.seed);
const rounds = Number(values.browser);
if (!Number.isInteger(cases) || !Number.isInteger(first))
  throw new Error('--cases, --seed and --case take numbers');

/** After so many cases what the first ones set up is no growth. */
const WARM_CASES = 100;
const LOOK_EVERY = 100;
const LEAST_LOOKS = 8;

if (alone !== null) note(JSON.stringify(planOf(alone), null, 2));
const began = process.cpuUsage();
const heap: [number, number][] = [];
let done = 0;
const reports = await campaign({
  seeds: Array.from({ length: cases }, (_, i) => first + i),
  onCase(report) {
    done++;
    tell(report);
    if (done % LOOK_EVERY !== 0) return;
    if (done > WARM_CASES) heap.push([done / 1000, collectedHeap() / 1e6]);
    note(`  ${done} of ${cases}`);
  },
});
const cpu = process.cpuUsage(began);
const sum = (of: (r: CaseReport) => number): number => reports.reduce((n, r) => n + of(r), 0);
const failed = reports.filter((r) => r.violations.length > 0);
const figures: Figure[] = [
  figure('chaos.cases', cases, '1'),
  figure('chaos.violations', failed.length, '1', 0),
  // A line through a few points says nothing.
  ...(heap.length < LEAST_LOOKS ? [] : [figure('chaos.heap_mb_per_1000_cases', slope(heap), 'MB', 2)]),
  figure('chaos.cpu_s', (cpu.user + cpu.system) / 1e6, 's'),
];
const inBrowser = rounds > 0 ? browserRounds(rounds) : [];
const kept = alone === null ? failed.slice(0, 20) : reports;
printFigures(
  [...figures, ...inBrowser],
  {
    seed: first,
    failed: kept.map(({ seed, kinds, violations }) => ({ seed, kinds: [...kinds], violations })),
    faults: byFault(reports),
    samples: { sent: sum((r) => r.sent), delivered: sum((r) => r.delivered), lost: sum((r) => r.lost) },
    collisions: sum((r) => r.collisions),
    forecasts: sum((r) => r.forecasts),
    bytes: sum((r) => r.bytes),
    virtualHours: sum((r) => r.virtualMs) / 3_600_000,
  },
  values.json,
);
if (!values.json)
  for (const { fault, cases, violations } of byFault(reports))
    process.stdout.write(`${fault.padEnd(14)} ${String(cases).padStart(6)} cases ${violations} violations\n`);
if ([...figures, ...inBrowser].some((f) => f.met === false)) process.exitCode = 1;

function tell({ seed, kinds, violations }: CaseReport): void {
  if (violations.length === 0) return;
  note(`case ${seed} (${[...kinds].join(', ')}): npm run -s chaos -- --case ${seed}`);
  for (const { what, detail } of violations) note(`    ${what}: ${detail}`);
}

/** In the surroundings of the end-to-end tests, which a process cannot enter later. */
function browserRounds(rounds: number): Figure[] {
  const script = fileURLToPath(new URL('chaos-browser.ts', import.meta.url));
  const args = ['tsx', 'scripts/isolated.ts', 'tsx', script, '--rounds', String(rounds), '--json'];
  const { status, stdout } = spawnSync('npx', args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0 && stdout === '') throw new Error(`the browser's rounds ended with ${status}`);
  return (JSON.parse(stdout) as { figures: Figure[] }).figures;
}
