import { historyDepth } from '../../../src/forecast/forecaster';
import type { LoadedModel } from '../../../src/forecast/model-library';
import { factorsOf } from '../../../src/forecast/interval-shape';
import { IntervalTracker } from '../../../src/forecast/interval';
import { NetworkForecaster } from '../../../src/forecast/network-forecaster';
import type { Executor } from '../../../src/forecast/runtime/executor';
import { TrustMonitor, type TrustReason } from '../../../src/forecast/trust/trust-monitor';
import { HistoryRing } from '../../../src/gait/ring';
import { KNEE, type KneeSignal } from '../../train/recordings';

/** A stream with the trust signal beside it, tick by tick. */
export interface Watched {
  /** Why the forecast of a tick is hidden; null where it is shown; undefined before the first full window. */
  readonly reasons: readonly (TrustReason | null | undefined)[];
  /** By horizon asked for: 1 where the truth lay inside the interval of the forecast made at the tick, 0 where not, -1 unknown. */
  readonly inside: readonly Int8Array[];
}

/** Runs forecaster, interval and trust signal over a knee, in the order of the live engine. */
export async function watch(
  { card }: LoadedModel,
  executor: Executor,
  signal: KneeSignal,
  horizons: readonly number[],
): Promise<Watched> {
  const network = new NetworkForecaster(card, executor, 'r');
  const { steps, windowTicks } = network;
  const options = { joints: 1, steps, rate: card.rate, windowTicks, quantiles: card.intervalQuantiles };
  const monitor = new TrustMonitor(options);
  const tracker = new IntervalTracker(1, steps, card.intervalQuantiles);
  const factors = factorsOf(card, 'r');
  const ring = new HistoryRing([KNEE], historyDepth([network]), signal.rate);
  const [mean, low, high] = [0, 1, 2].map(() => new Float32Array(steps));
  const { input, measured } = signal;
  const reasons: (TrustReason | null | undefined)[] = [];
  const inside = horizons.map(() => new Int8Array(measured.length).fill(-1));
  for (let t = 0; t < measured.length; t++) {
    const truth = measured.subarray(t, t + 1);
    ring.push(input.subarray(t, t + 1), truth);
    monitor.observe(t, truth);
    tracker.observe(t, truth);
    if (ring.length < windowTicks) {
      reasons.push(undefined);
      continue;
    }
    await network.forecast(ring, mean);
    tracker.issue(t, mean, network.scales, low, high, factors?.read(ring));
    monitor.issue(t, mean, network.scales);
    reasons.push(monitor.reason);
    horizons.forEach((h, i) => {
      const truthThen = measured[t + h];
      if (truthThen !== undefined) inside[i][t] = truthThen >= low[h - 1] && truthThen <= high[h - 1] ? 1 : 0;
    });
  }
  return { reasons, inside };
}
