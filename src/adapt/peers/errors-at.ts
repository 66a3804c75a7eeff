import { type Forecaster, historyDepth } from '../../forecast/forecaster';
import { HistoryRing } from '../../gait/ring';
import type { Walk } from '../walk';

/**
 * Absolute errors of forecasters made at the given ticks (ascending), deg, [ticks, outputs * steps] each. NaN where the truth is not
 * known, lies at `targetEnd` or later, or the forecaster has no forecast. The walk is streamed tick by tick, as live.
 */
export async function errorsAt(
  walk: Walk,
  forecasters: readonly Forecaster[],
  origins: readonly number[],
  targetEnd = walk.ticks,
): Promise<Float32Array[]> {
  if (forecasters.length === 0 || origins.length === 0) return forecasters.map(() => new Float32Array(0));
  const channels = Object.keys(walk.channels);
  const depth = historyDepth(forecasters);
  const history = new HistoryRing(channels, depth, walk.rate);
  const { steps, outputs } = forecasters[0];
  const width = outputs.length * steps;
  const errors = forecasters.map(() => new Float32Array(origins.length * width).fill(Number.NaN));
  const out = new Float32Array(width);
  const rows = new Map(origins.map((t, i) => [t, i]));
  const from = Math.max(0, origins[0] - depth + 1);
  for (let t = from; t <= origins[origins.length - 1]; t++) {
    history.push(
      channels.map((c) => walk.channels[c].input[t]),
      channels.map((c) => walk.channels[c].measured[t]),
    );
    const row = rows.get(t);
    if (row === undefined) continue;
    for (let f = 0; f < forecasters.length; f++) {
      if (history.length < forecasters[f].windowTicks) continue;
      await forecasters[f].forecast(history, out);
      for (let i = 0; i < width; i++) {
        const at = t + 1 + (i % steps);
        if (at >= targetEnd) continue;
        const truth = walk.channels[outputs[Math.floor(i / steps)]].measured[at];
        errors[f][row * width + i] = Math.abs(truth - out[i]);
      }
    }
  }
  return errors;
}
