import { CYCLE_POINTS } from './normalise';
import { median, robustSd } from './statistics';
import type { CycleFlag, GaitCycle } from './types';

/** With fewer sound cycles of a leg nobody can tell which one is odd. */
const LEAST_CYCLES = 4;
/** Robust distances from which on a cycle is odd; spreads below the floors are those of very even walkers. */
const ODD = 4;
const ODD_SHAPE = 3;
const FLOOR = { duration: 0.03, range: 0.05, shapeDeg: 2 } as const;
/** Turning: the leg swings clearly less, or takes clearly longer, and that stands out (half-way to odd). */
const TURN = { swingsLess: 0.12, takesLonger: 0.12, distance: 3 } as const;
/** A cycle that takes this much longer has a pause in it. */
const PAUSE = 1.5;

/**
 * What only the others tell of a cycle: flags for each of `cycles` (one leg's, in order) beside its own. `reference` says which of them count
 * as this person's walking (sound by themselves, not taken out by hand).
 */
export function markCycles(cycles: readonly GaitCycle[], reference: readonly boolean[]): CycleFlag[][] {
  const marks: CycleFlag[][] = cycles.map(() => []);
  cycles.forEach((cycle, i) => {
    if (cycle.before === 'standing' && i > 0) marks[i - 1].push('stop');
  });
  const sound = cycles.filter((_, i) => reference[i]);
  if (sound.length < LEAST_CYCLES) return marks;
  const usual = Float32Array.from({ length: CYCLE_POINTS }, (_, p) =>
    median(sound.map((c) => knee(c)[p]).filter((x) => Number.isFinite(x))),
  );
  const durations = sound.map((c) => c.seconds);
  const ranges = sound.map(rangeOf);
  const time = { usual: median(durations), spread: robustSd(durations) };
  const swing = { usual: median(ranges), spread: robustSd(ranges) };
  const shape = Math.max(FLOOR.shapeDeg, median(sound.map((c) => distance(c, usual))));
  cycles.forEach((cycle, i) => {
    const longer = cycle.seconds / time.usual - 1;
    const wider = rangeOf(cycle) / swing.usual - 1;
    const inTime = longer / Math.max(FLOOR.duration, time.spread / time.usual);
    const inRange = wider / Math.max(FLOOR.range, swing.spread / swing.usual);
    if (longer >= PAUSE - 1) marks[i].push('stop');
    else if (
      (-wider > TURN.swingsLess && -inRange > TURN.distance) ||
      (longer > TURN.takesLonger && inTime > TURN.distance)
    ) {
      marks[i].push('turn');
    }
    if (Math.abs(inTime) > ODD || Math.abs(inRange) > ODD || distance(cycle, usual) > ODD_SHAPE * shape) {
      marks[i].push('outlier');
    }
  });
  return marks;
}

const NONE = new Float32Array(CYCLE_POINTS).fill(NaN);
const knee = (c: GaitCycle): Float32Array => c.curves.knee ?? NONE;

function rangeOf(c: GaitCycle): number {
  let [low, high] = [Infinity, -Infinity];
  for (const x of knee(c)) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return high - low;
}

/** RMS over the points that are there, deg. */
function distance(c: GaitCycle, usual: Float32Array): number {
  let [sum, n] = [0, 0];
  knee(c).forEach((x, i) => {
    if (!Number.isFinite(x)) return;
    sum += (x - usual[i]) ** 2;
    n += 1;
  });
  return n === 0 ? Infinity : Math.sqrt(sum / n);
}
