import { CycleTracker } from '../../../src/gait/cycles/cycle-tracker';
import { markCycles } from '../../../src/gait/cycles/mark-cycles';

/** What a person does at each tick, by the cycles of the whole recording. */
export interface WalkParts {
  /** [ticks] 1 inside a gait cycle that is neither turn nor stop. */
  readonly good: Uint8Array;
  /** [ticks] 1 inside a cycle that the tracker marks as a turn or a stop. */
  readonly turns: Uint8Array;
  /** [ticks] 1 where the joint moved less than 12 deg within the last 2 s. */
  readonly standing: Uint8Array;
  /** Usual length of a stride. */
  readonly strideTicks: number;
}

const STILL_DEG = 12;
const STILL_S = 2;
const USUAL_STRIDE_S = 1.1;

export function walkParts(measured: Float32Array, rate: number): WalkParts {
  const tracker = new CycleTracker(rate);
  const cycles = Array.from(measured, (v) => tracker.push({ r: { knee: v } })).flat();
  const marks = markCycles(
    cycles,
    cycles.map((c) => c.flags.length === 0),
  );
  const good = new Uint8Array(measured.length);
  const turns = new Uint8Array(measured.length);
  cycles.forEach((cycle, i) => {
    const odd = marks[i].includes('turn') || marks[i].includes('stop');
    (odd ? turns : good).fill(1, cycle.startTick, cycle.endTick);
  });
  const lengths = cycles.map((c) => c.endTick - c.startTick).sort((a, b) => a - b);
  const strideTicks = lengths[lengths.length >> 1] ?? Math.round(USUAL_STRIDE_S * rate);
  return { good, turns, standing: stillTicks(measured, STILL_S * rate), strideTicks };
}

function stillTicks(x: Float32Array, window: number): Uint8Array {
  const still = new Uint8Array(x.length);
  for (let t = window - 1; t < x.length; t++) {
    const part = x.subarray(t - window + 1, t + 1);
    const range = part.reduce((m, v) => Math.max(m, v)) - part.reduce((m, v) => Math.min(m, v));
    still[t] = range < STILL_DEG ? 1 : 0;
  }
  return still;
}
