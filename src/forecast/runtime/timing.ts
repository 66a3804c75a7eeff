import type { Executor } from './executor';
import type { Probe } from './probe';

const SAMPLES = 5;
/** Browsers round the clock to 0.1 ms or worse: one sample is as many runs as fill this. */
const SAMPLE_MS = 4;

/** Median time of one run, ms, read-back included. The executor is warm. */
export async function timeRuns(
  executor: Executor,
  { batch, sequence, context, out }: Probe,
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const start = performance.now();
    let runs = 0;
    let elapsed = 0;
    do {
      const pending = executor.run(batch, sequence, context, out);
      if (pending !== undefined) await pending;
      runs++;
      elapsed = performance.now() - start;
    } while (elapsed < SAMPLE_MS);
    times.push(elapsed / runs);
  }
  return times.toSorted((a, b) => a - b)[SAMPLES >> 1];
}
