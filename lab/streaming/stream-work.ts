import type { NetworkSpec } from '../../src/forecast/network-spec';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { probeOf } from '../../src/forecast/runtime/probe';
import { timeRuns } from '../../src/forecast/runtime/timing';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { median } from './judge-streams';

const ROUNDS = 21;

/**
 * Median time, ms, that the WebAssembly executor takes for the whole window and for a window of `ticks`, in turns. Of the
 * ticks that a stream keeps, the latter is at least a stream's work.
 */
export async function timeWork(spec: NetworkSpec, weights: readonly WeightTensor[], ticks: number) {
  const short: NetworkSpec = { ...spec, input: { ...spec.input, ticks } };
  const jobs = await Promise.all(
    [spec, short].map(async (s) => ({
      executor: await wasmSimd(s, weights, 1),
      probe: probeOf(s, 1),
      times: [] as number[],
    })),
  );
  for (let round = 0; round < ROUNDS; round++)
    for (const { executor, probe, times } of jobs) times.push(await timeRuns(executor, probe));
  for (const { executor } of jobs) executor.dispose();
  const [window, stream] = jobs.map(({ times }) => median(times));
  return { window, stream };
}
