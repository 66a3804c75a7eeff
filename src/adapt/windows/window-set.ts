import { historyTicks, WindowFeatures } from '../../forecast/features';
import type { FeatureCard } from '../../forecast/model-card';
import { bindToSide, type Side } from '../../gait/channels';
import type { Walk } from '../walk';

/**
 * Windows of a walk with their futures, in the network's numbers, one row for each origin (the tick of the newest
 * sample). Flat and row-major, ready for an executor or a trainer.
 */
export interface WindowSet {
  readonly count: number;
  /** Tick of each row. */
  readonly origins: Int32Array;
  /** [count, ticks * channels] and [count, context]. */
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  /** Center (the newest value, or the card's constant) and scale s of each output, deg: [count, outputs]. */
  readonly present: Float64Array;
  readonly scale: Float64Array;
  /** Measured change from the center in units of s, [count, outputs * steps]; NaN where it is not known. */
  readonly target: Float32Array;
}

/**
 * Cuts the windows that end at `origins`; those that hold a missing value or begin before the walk are left out.
 * `targetEnd`: measured values from this tick on are not looked at. `usable` [ticks], where given: targets elsewhere are
 * not looked at either.
 */
export function cutWindows(
  walk: Walk,
  card: FeatureCard,
  side: Side,
  origins: ArrayLike<number>,
  targetEnd = walk.ticks,
  usable?: Uint8Array,
): WindowSet {
  const features = new WindowFeatures(card);
  const wanted = historyTicks(card);
  const inputs = card.inputs.map((name) => walk.channels[bindToSide(name, side)].input);
  const outputs = card.outputs.map((name) => walk.channels[bindToSide(name, side)].measured);
  const joints = outputs.length;
  const width = joints * card.steps;
  const n = origins.length;
  const sequence = new Float32Array(n * features.sequenceSize);
  const context = new Float32Array(n * features.contextSize);
  const present = new Float64Array(n * joints);
  const scale = new Float64Array(n * joints);
  const target = new Float32Array(n * width);
  const kept: number[] = [];
  for (let o = 0; o < n; o++) {
    const t = origins[o];
    const row = kept.length;
    if (t + 1 < card.windowTicks || t >= walk.ticks) continue;
    const from = Math.max(0, t + 1 - wanted);
    const sound = inputs.every((x, i) => features.fill(i, x.subarray(from, t + 1), row, sequence, context));
    if (!sound) continue;
    for (let j = 0; j < joints; j++) {
      const c = features.outputCenter(j);
      const s = features.outputScale(j);
      present[row * joints + j] = c;
      scale[row * joints + j] = s;
      for (let h = 1; h <= card.steps; h++) {
        const at = t + h;
        const known = at < targetEnd && at < walk.ticks && (usable === undefined || usable[at] === 1);
        target[row * width + j * card.steps + h - 1] = known ? (outputs[j][at] - c) / s : Number.NaN;
      }
    }
    kept.push(t);
  }
  const count = kept.length;
  return {
    count,
    origins: Int32Array.from(kept),
    sequence: sequence.subarray(0, count * features.sequenceSize),
    context: context.subarray(0, count * features.contextSize),
    present: present.subarray(0, count * joints),
    scale: scale.subarray(0, count * joints),
    target: target.subarray(0, count * width),
  };
}

/** Rows of `set` whose every target is known. */
export function completeRows(set: WindowSet): number[] {
  const width = set.count === 0 ? 0 : set.target.length / set.count;
  const rows: number[] = [];
  for (let r = 0; r < set.count; r++) {
    let known = true;
    for (let i = r * width; known && i < (r + 1) * width; i++) known = Number.isFinite(set.target[i]);
    if (known) rows.push(r);
  }
  return rows;
}

/** The chosen rows as a set of their own (copied). */
export function takeRows(set: WindowSet, rows: readonly number[]): WindowSet {
  const pick = <A extends Float32Array | Float64Array | Int32Array>(from: A, make: (n: number) => A): A => {
    const width = set.count === 0 ? 0 : from.length / set.count;
    const to = make(rows.length * width);
    rows.forEach((r, i) => {
      to.set(from.subarray(r * width, (r + 1) * width), i * width);
    });
    return to;
  };
  return {
    count: rows.length,
    origins: pick(set.origins, (n) => new Int32Array(n)),
    sequence: pick(set.sequence, (n) => new Float32Array(n)),
    context: pick(set.context, (n) => new Float32Array(n)),
    present: pick(set.present, (n) => new Float64Array(n)),
    scale: pick(set.scale, (n) => new Float64Array(n)),
    target: pick(set.target, (n) => new Float32Array(n)),
  };
}

/** The rows of all sets, one after the other. */
export function joinWindows(sets: readonly WindowSet[]): WindowSet {
  const floats = (pick: (s: WindowSet) => Float32Array): Float32Array => joinFloats(sets.map(pick));
  return {
    count: sets.reduce((n, s) => n + s.count, 0),
    origins: Int32Array.from(sets.flatMap((s) => Array.from(s.origins))),
    sequence: floats((s) => s.sequence),
    context: floats((s) => s.context),
    present: Float64Array.from(sets.flatMap((s) => Array.from(s.present))),
    scale: Float64Array.from(sets.flatMap((s) => Array.from(s.scale))),
    target: floats((s) => s.target),
  };
}

export function joinFloats(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
