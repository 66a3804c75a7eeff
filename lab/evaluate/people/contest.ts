import type { Walk } from '../../../src/adapt/walk';
import { type Forecaster, historyDepth } from '../../../src/forecast/forecaster';
import { IntervalTracker } from '../../../src/forecast/interval';
import type { IntervalFactors } from '../../../src/forecast/interval-shape';
import { Scoreboard } from '../../../src/forecast/scoreboard';
import { HistoryRing } from '../../../src/gait/ring';

/** A forecaster that says how far its interval's unit is, deg. */
type ScaledForecaster = Forecaster & { readonly scales: Float32Array };

export interface Contestant {
  readonly id: string;
  readonly forecaster: Forecaster;
  /** With an interval: where it starts, [outputs * steps]. The tracker learns from the start of the stream, as it does live. */
  readonly interval?: {
    readonly quantiles: readonly number[];
    readonly scales: Float32Array;
    readonly factors: IntervalFactors | null;
  };
  /** Who forecasts, and teaches the interval, before the test begins. */
  readonly before?: ScaledForecaster;
}

/**
 * Streams a walk tick by tick through all contestants, in the order of the live engine. What they forecast from tick `from` on
 * counts, for all at the same ticks; NMAE divides by the whole walk's range.
 */
export async function contest(
  walk: Walk,
  contestants: readonly Contestant[],
  from: number,
): Promise<Scoreboard> {
  const channels = Object.keys(walk.channels);
  const { outputs, steps } = contestants[0].forecaster;
  const forecasters = contestants.map((c) => c.forecaster);
  const needed = Math.max(...forecasters.map((f) => f.windowTicks));
  const history = new HistoryRing(channels, historyDepth(forecasters), walk.rate);
  const places = contestants.map((c) => placeOf(c, outputs.length * steps));
  const board = new Scoreboard(
    contestants.map(({ id, interval }) => ({
      id,
      kind: interval === undefined ? 'baseline' : 'network',
      interval: interval !== undefined,
    })),
    outputs,
    steps,
    walk.rate,
  );
  const truth = new Float32Array(outputs.length);
  for (let tick = 0; tick < walk.ticks; tick++) {
    history.push(
      channels.map((c) => walk.channels[c].input[tick]),
      channels.map((c) => walk.channels[c].measured[tick]),
    );
    outputs.forEach((name, j) => (truth[j] = walk.channels[name].measured[tick]));
    board.truth(tick, truth);
    for (const { tracker } of places) tracker?.observe(tick, truth);
    if (history.length < needed) continue;
    for (let i = 0; i < contestants.length; i++) {
      const { forecaster, interval, before } = contestants[i];
      const { tracker, mean, low, high } = places[i];
      const counts = tick >= from;
      if (!counts && tracker === null) continue;
      const now = counts || before === undefined ? forecaster : before;
      await now.forecast(history, mean);
      if (tracker !== null && interval !== undefined) {
        const scales = now === before ? before.scales : interval.scales;
        tracker.issue(tick, mean, scales, low, high, interval.factors?.read(history));
      }
      if (counts) board.forecast(i, tick, mean, low, high);
    }
  }
  return board;
}

function placeOf({ interval, forecaster }: Contestant, size: number) {
  const { outputs, steps } = forecaster;
  return {
    tracker: interval === undefined ? null : new IntervalTracker(outputs.length, steps, interval.quantiles),
    mean: new Float32Array(size),
    low: new Float32Array(size),
    high: new Float32Array(size),
  };
}
