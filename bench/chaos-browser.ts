import { parseArgs } from 'node:util';
import { play } from '../e2e/chaos/scenario';
import { SCENARIOS } from '../e2e/chaos/scenarios';
import { readRecording } from '../e2e/devices/recording';
import { readVirtual } from '../e2e/devices/sources';
import { TestBench } from '../e2e/harness/test-bench';
import { figure, note, printFigures } from '../lab/figures';
import { Rng } from '../src/gait/rng';

/** `chaos --browser N`: N kinds of trouble in a real browser, one after the other and round again, each from its seed. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const scenarios = SCENARIOS.filter(({ name }) => values.only === undefined || name.includes(values.only));
const recording = readRecording(readVirtual());
const outcomes: { name: string; seed: number; seconds: number; violation: string | null }[] = [];
let bench = await TestBench.open();
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    const scenario = scenarios[round % scenarios.length];
    const seed = Number(values.seed) + round;
    const began = performance.now();
    const violation = await play(scenario, bench, recording, new Rng(seed)).then(
      () => null,
      (error: unknown) => String(error),
    );
    const seconds = (performance.now() - began) / 1000;
    outcomes.push({ name: scenario.name, seed, seconds, violation });
    note(`  ${scenario.name} (seed ${seed}), ${seconds.toFixed(1)} s: ${violation ?? 'as it must'}`);
    if (violation === null) continue;
    // What a violation leaves behind is not the next one's fault.
    await bench.close().catch(() => undefined);
    bench = await TestBench.open();
  }
} finally {
  await bench.close();
}
const violations = outcomes.filter((o) => o.violation !== null).length;
printFigures(
  [
    figure('chaos.browser_cases', outcomes.length, '1'),
    figure('chaos.browser_violations', violations, '1', 0),
  ],
  { outcomes },
  values.json,
);
if (violations > 0) process.exitCode = 1;
