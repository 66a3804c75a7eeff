import { z } from '../gait/schema';
import { bindToSide, type ChannelName, type Side } from '../gait/channels';
import type { History } from './forecaster';
import type { FeatureCard } from './model-card';

/**
 * How hard the next half second is to forecast from where the joint is in its movement: a factor on the interval's unit, by
 * level (where in the range of its window) and velocity (which way, how fast). Learned on people that the weights never saw.
 */
export const intervalShapeSchema = z
  .object({
    /** Equal parts of the window's range. */
    levels: z.number().int().positive(),
    /** Borders of velocity, ascending, in ranges per 100 ms. */
    velocities: z.array(z.number()),
    /** Steps for which factors are given; between them log-linear. */
    steps: z.array(z.number().int().positive()).min(2),
    /** [(velocities + 1) * levels, steps]. */
    factors: z.array(z.number().positive()),
  })
  .refine(
    ({ levels, velocities, steps, factors }) =>
      factors.length === (velocities.length + 1) * levels * steps.length,
    'factors have not the shape that the rest says',
  );

export type IntervalShape = z.infer<typeof intervalShapeSchema>;

/** Velocity is taken over so many ticks, and told per 100 ms. */
const VELOCITY_TICKS = 3;
const PER_SECONDS = 0.1;

/** The part of a shape that a window falls in: velocity number * levels + level number. */
export function shapeBin(
  x: Float32Array,
  rate: number,
  minRange: number,
  { levels, velocities }: Pick<IntervalShape, 'levels' | 'velocities'>,
): number {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < x.length; t++) {
    if (x[t] < min) min = x[t];
    if (x[t] > max) max = x[t];
  }
  const s = Math.max(max - min, minRange);
  const now = x[x.length - 1];
  const velocity = ((now - x[x.length - 1 - VELOCITY_TICKS]) / VELOCITY_TICKS / s) * rate * PER_SECONDS;
  let v = 0;
  while (v < velocities.length && velocity > velocities[v]) v++;
  return v * levels + Math.min(levels - 1, Math.max(0, Math.floor(((now - min) / s) * levels)));
}

/** Factors for every step, bound to a leg. Allocates nothing after construction. */
export class IntervalFactors {
  /** [outputs * steps] since the last `read`. */
  readonly values: Float32Array;
  readonly #shape: IntervalShape;
  readonly #outputs: readonly ChannelName[];
  readonly #card: Pick<FeatureCard, 'windowTicks' | 'steps' | 'rate'>;
  readonly #minRange: number;
  /** [bins, steps]. */
  readonly #table: Float32Array;

  constructor(shape: IntervalShape, card: FeatureCard, side: Side) {
    this.#shape = shape;
    this.#outputs = card.outputs.map((name) => bindToSide(name, side));
    this.#card = card;
    this.#minRange = card.scaling.kind === 'window' ? card.scaling.minRange : 20;
    this.#table = shapeTable(shape, card.steps);
    this.values = new Float32Array(card.outputs.length * card.steps).fill(1);
  }

  /** Of the newest window. A value that is not finite gives factors of some part: there is no forecast then. */
  read(history: Pick<History, 'input'>): Float32Array {
    const { windowTicks, steps, rate } = this.#card;
    for (let j = 0; j < this.#outputs.length; j++) {
      const bin = shapeBin(history.input(this.#outputs[j], windowTicks), rate, this.#minRange, this.#shape);
      for (let h = 0; h < steps; h++) this.values[j * steps + h] = this.#table[bin * steps + h];
    }
    return this.values;
  }
}

/** Those of a card that has a shape. */
export const factorsOf = (
  card: FeatureCard & { readonly intervalShape?: IntervalShape },
  side: Side,
): IntervalFactors | null =>
  card.intervalShape === undefined ? null : new IntervalFactors(card.intervalShape, card, side);

/** Factors for every step, [bins, steps]: between the shape’s steps on a line in log factor over log step; beyond them as at the nearest. */
export function shapeTable({ steps: given, factors }: IntervalShape, steps: number): Float32Array {
  const bins = factors.length / given.length;
  const table = new Float32Array(bins * steps);
  for (let h = 1; h <= steps; h++) {
    const after = given.findIndex((step) => step >= h);
    const upper = after < 0 ? given.length - 1 : after;
    const lower = after <= 0 ? upper : upper - 1;
    const span = Math.log(given[upper] / given[lower]);
    const part = span === 0 ? 0 : Math.log(h / given[lower]) / span;
    for (let b = 0; b < bins; b++) {
      const low = factors[b * given.length + lower];
      const high = factors[b * given.length + upper];
      table[b * steps + h - 1] = low * (high / low) ** Math.min(1, part);
    }
  }
  return table;
}
