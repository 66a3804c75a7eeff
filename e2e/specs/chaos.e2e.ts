import { afterAll, beforeAll, describe, it } from 'vitest';
import { Rng } from '../../src/gait/rng';
import { play } from '../chaos/scenario';
import { SCENARIOS } from '../chaos/scenarios';
import { readRecording } from '../devices/recording';
import { readVirtual } from '../devices/sources';
import { TestBench } from '../harness/test-bench';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';

/** Each kind of trouble once, at another moment in every run; `npm run chaos -- --browser N` does it again and again. */
const SEED = Date.now() % 1_000_000;

describe.skipIf(NO_VIRTUAL_PORT !== null)(`trouble in a real browser (seed ${SEED})`, () => {
  const recording = readRecording(readVirtual());
  let bench: TestBench;
  beforeAll(async () => {
    bench = await TestBench.open();
  });
  afterAll(() => bench?.close());

  it.each(SCENARIOS.map((scenario, i) => [scenario.name, scenario, i] as const))(
    '%s: it goes on by itself, and the session is whole',
    { timeout: 240_000 },
    (_, scenario, i) => play(scenario, bench, recording, new Rng(SEED + i)),
  );
});
