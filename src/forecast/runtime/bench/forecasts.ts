import type { NetworkSpec } from '../../network-spec';
import type { Executor, WeightTensor } from '../executor';
import { distance, expectationOf } from '../parity';
import { probeOf } from '../probe';
import type { RoundOptions, Runner, Timing } from './rounds';
import { timeInRounds } from './rounds';
import { watchWebgl } from './webgl-use';

interface ForecastTiming extends Timing {
  /** From nothing to a warm executor, ms. */
  readonly readyMs: number;
  /** WebGL draws of one forecast; null for what draws nothing. */
  readonly draws: number | null;
  /** ||a - b|| / ||b|| against the float64 reference. */
  readonly distance: number;
}

/** What makes a warm peer: every executor's factory is one. */
export type MakeForecastPeer = (
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  batch: number,
) => Promise<ForecastPeer>;

type ForecastPeer = Pick<Executor, 'run' | 'dispose'>;

/** A peer's figures, or why it does not run here. */
export type ForecastOutcome = ForecastTiming | { readonly reason: string };

/** Farther from the reference than this is another network, not another way to run it. */
const SAME_NETWORK = 1e-3;

/** Forecasts of one network by every peer, interleaved. Peers whose numbers are wrong are not timed. */
export async function timeForecasts(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  peers: Readonly<Record<string, MakeForecastPeer>>,
  batch: number,
  options: RoundOptions,
): Promise<Record<string, ForecastOutcome>> {
  const probe = probeOf(spec, batch);
  const expected = expectationOf(spec, weights, probe);
  const webgl = watchWebgl();
  const outcomes: Record<string, ForecastOutcome> = {};
  const executors = new Map<string, ForecastPeer>();
  const ready = new Map<string, Pick<ForecastTiming, 'readyMs' | 'draws' | 'distance'>>();
  try {
    for (const [name, make] of Object.entries(peers)) {
      try {
        const start = performance.now();
        const executor = await make(spec, weights, batch);
        const readyMs = performance.now() - start;
        executors.set(name, executor);
        const away = await distance(executor, probe, expected);
        if (!(away < SAME_NETWORK)) throw new Error(`wrong by ${away.toExponential(1)}`);
        const before = webgl.draws;
        await executor.run(probe.batch, probe.sequence, probe.context, probe.out);
        ready.set(name, { readyMs, distance: away, draws: webgl.draws - before || null });
      } catch (error) {
        outcomes[name] = { reason: error instanceof Error ? error.message : String(error) };
      }
    }
    const runners = Object.fromEntries(
      [...ready.keys()].map((name): [string, Runner] => {
        const executor = executors.get(name)!;
        return [name, { run: () => executor.run(probe.batch, probe.sequence, probe.context, probe.out) }];
      }),
    );
    const timings = await timeInRounds(runners, options);
    for (const [name, state] of ready) outcomes[name] = { ...timings[name], ...state };
  } finally {
    for (const executor of executors.values()) executor.dispose();
  }
  return outcomes;
}
