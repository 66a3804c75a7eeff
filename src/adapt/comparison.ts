import { SHOWN_HORIZONS_MS } from '../forecast/forecaster';
import type { FeatureCard } from '../forecast/model-card';
import { bindToSide, type ChannelName } from '../gait/channels';
import { CYCLE_POINTS } from '../gait/cycles/normalise';
import type { Judged } from './adapt';
import type { StrideSet } from './strides/stride-set';

/** One output joint at one horizon, on the kept-back strides. Errors in deg; changes as shares, -0.2 is 20 % less error. */
export interface ComparisonRow {
  readonly joint: ChannelName;
  readonly ms: number;
  readonly before: number;
  readonly after: number;
  readonly seen: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** Chance (0-1) that the personal model is the better one. */
  readonly better: number;
  readonly use: boolean;
  /** Each classical forecaster that learned from the same strides, and the zero-shot baselines, by id, deg. */
  readonly peers: Readonly<Record<string, number>>;
}

/** A kept-back stride with what both models made of it, `ms` ahead, at its ticks; NaN where there was no forecast. */
export interface ExampleStride {
  readonly strideId: number;
  readonly joint: ChannelName;
  readonly ms: number;
  readonly rate: number;
  readonly measured: Float32Array;
  readonly before: Float32Array;
  readonly after: Float32Array;
}

/** Mean absolute error over the cycle of the kept-back strides, 101 points, deg; NaN where nothing is known. */
interface ErrorOverCycle {
  readonly joint: ChannelName;
  readonly ms: number;
  readonly before: Float32Array;
  readonly after: Float32Array;
}

/** Both models on the kept-back strides, ready to be looked at. */
export interface Evidence {
  readonly rows: readonly ComparisonRow[];
  readonly examples: readonly ExampleStride[];
  readonly overCycle: readonly ErrorOverCycle[];
}

/** @param idOf what a stride is called, by its first tick. */
export function compare(
  judged: Judged,
  set: StrideSet,
  card: FeatureCard,
  idOf: (start: number) => number,
): Evidence {
  const joints = card.outputs.map((name) => bindToSide(name, set.side));
  const others = [...judged.peers, ...judged.zeroShot];
  const rows = judged.best.verdict.rows.map(({ output, ...row }, i) => ({
    ...row,
    joint: joints[output],
    peers: Object.fromEntries(others.map((p) => [p.id, p.errors[i]])),
  }));
  const shown = SHOWN_HORIZONS_MS.map((ms) => ({ ms, step: Math.round((ms * card.rate) / 1000) })).filter(
    ({ step }) => step >= 1 && step <= card.steps,
  );
  const examples = joints.flatMap((joint, j) =>
    shown.flatMap(({ ms, step }) =>
      set.keptBack.map(({ start, end }): ExampleStride => {
        const { measured } = set.walk.channels[joint];
        const at = (y: Float32Array) => landing(judged, y, j * card.steps + step - 1, step, start, end);
        const { before, after } = judged.forecasts;
        return {
          strideId: idOf(start),
          joint,
          ms,
          rate: card.rate,
          measured: measured.slice(start, end),
          before: at(before),
          after: at(after),
        };
      }),
    ),
  );
  const overCycle = joints.flatMap((joint) =>
    shown.map(({ ms }): ErrorOverCycle => {
      const own = examples.filter((e) => e.joint === joint && e.ms === ms);
      return { joint, ms, before: errorOverCycle(own, 'before'), after: errorOverCycle(own, 'after') };
    }),
  );
  return { rows, examples, overCycle };
}

/** Forecasts of one output that land at the ticks [start, end), made `step` ticks before each. */
function landing(
  { forecasts: { origins } }: Judged,
  forecasts: Float32Array,
  output: number,
  step: number,
  start: number,
  end: number,
): Float32Array {
  const width = forecasts.length / origins.length;
  const values = new Float32Array(end - start).fill(Number.NaN);
  origins.forEach((t, r) => {
    const at = t + step - start;
    if (at >= 0 && at < values.length) values[at] = forecasts[r * width + output];
  });
  return values;
}

/** Errors lie at ticks; points of the cycle lie between them, on the line. */
function errorOverCycle(strides: readonly ExampleStride[], which: 'before' | 'after'): Float32Array {
  const sum = new Float64Array(CYCLE_POINTS);
  const count = new Float64Array(CYCLE_POINTS);
  for (const { measured, [which]: forecast } of strides)
    for (let p = 0; p < CYCLE_POINTS; p++) {
      const at = (p / (CYCLE_POINTS - 1)) * (measured.length - 1);
      const [a, b] = [Math.floor(at), Math.ceil(at)];
      const error = (i: number) => Math.abs(measured[i] - forecast[i]);
      const value = error(a) + (at - a) * (error(b) - error(a));
      if (!Number.isFinite(value)) continue;
      sum[p] += value;
      count[p]++;
    }
  return Float32Array.from(sum, (s, p) => s / count[p]);
}
