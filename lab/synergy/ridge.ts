import { solvePositive } from '../../src/forecast/regression/linear-algebra';
import { type Inputs, STEPS } from './design';
import type { StudyRecording } from './recordings';
import { type Part, placeOf } from './windows';

/** A training window every so many ticks. */
const EVERY = 3;
/** Lags that are tried; more than this many coefficients of one output are not. */
const LAGS = [5, 10, 20, 40];
const MOST_FEATURES = 510;
const LAMBDAS = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3];
/** Steps by which lags and regularisation are chosen. */
const JUDGED = [7, 9, 15];
/** deg that become 1. */
const UNIT = 10;

/** Second moments of the windows of some recordings, up to the longest lag. Sums, not means. */
interface Moments {
  readonly n: number;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
}

/**
 * Ridge regression of the change from the present on the present of every input channel and its changes over the
 * last ticks, with a constant: a straight line on the same inputs as a network.
 */
export class StudyRidge {
  readonly lags: number;
  readonly lambda: number;
  readonly #features: Features;
  readonly #weights: Float64Array;
  readonly #row: Float64Array;

  private constructor(inputs: Inputs, lags: number, lambda: number, weights: Float64Array) {
    this.lags = lags;
    this.lambda = lambda;
    this.#features = new Features(inputs, lags);
    this.#weights = weights;
    this.#row = new Float64Array(this.#features.size);
  }

  /** Lags and regularisation are chosen by leaving each of `groups` out in turn. */
  static fit(inputs: Inputs, groups: readonly (readonly Part[])[]): StudyRidge {
    const longest = Math.max(...lagsFor(inputs));
    const moments = groups.map((parts) => momentsOf(inputs, parts, longest));
    let best = { score: Number.POSITIVE_INFINITY, lags: longest, lambda: LAMBDAS[0] };
    for (const lags of lagsFor(inputs))
      for (const lambda of LAMBDAS) {
        let score = 0;
        moments.forEach((left, i) => {
          const weights = solve(
            moments.filter((_, k) => k !== i),
            inputs,
            longest,
            lags,
            lambda,
          );
          score += logError(left, inputs, longest, lags, weights);
        });
        if (score < best.score) best = { score, lags, lambda };
      }
    const weights = solve(moments, inputs, longest, best.lags, best.lambda);
    return new StudyRidge(inputs, best.lags, best.lambda, weights);
  }

  /** Degrees, [joint][step]. */
  forecast(recording: StudyRecording, present: number, out: Float64Array): void {
    this.#features.write(recording, present, this.#row);
    const m = out.length;
    this.#features.targets.forEach((place, j) => {
      for (let o = j * STEPS; o < (j + 1) * STEPS; o++) {
        let sum = 0;
        for (let i = 0; i < this.#row.length; i++) sum += this.#weights[i * m + o] * this.#row[i];
        out[o] = recording.input[place][present] + UNIT * sum;
      }
    });
  }
}

const lagsFor = ({ channels }: Inputs): number[] =>
  LAGS.filter((lags) => channels.length * (lags + 1) <= MOST_FEATURES);

/** Constant, then for each channel its level and its changes over 1 to `lags` ticks. */
class Features {
  readonly size: number;
  readonly targets: readonly number[];
  readonly #places: readonly number[];
  readonly #lags: number;

  constructor(inputs: Inputs, lags: number) {
    this.#places = inputs.channels.map(placeOf);
    this.targets = inputs.targets.map(placeOf);
    this.#lags = lags;
    this.size = 1 + this.#places.length * (lags + 1);
  }

  write({ input }: StudyRecording, present: number, row: Float64Array): void {
    row[0] = 1;
    let at = 1;
    for (const place of this.#places) {
      const x = input[place];
      row[at++] = x[present] / UNIT;
      for (let k = 1; k <= this.#lags; k++) row[at++] = (x[present - k] - x[present]) / UNIT;
    }
  }
}

function momentsOf(inputs: Inputs, parts: readonly Part[], lags: number): Moments {
  const features = new Features(inputs, lags);
  const size = features.size;
  const m = inputs.targets.length * STEPS;
  const xx = new Float64Array(size * size);
  const xy = new Float64Array(size * m);
  const yy = new Float64Array(m);
  const row = new Float64Array(size);
  const y = new Float64Array(m);
  let n = 0;
  for (const { recording, from, to } of parts)
    for (let t = from; t < to; t += EVERY) {
      features.write(recording, t, row);
      features.targets.forEach((place, j) => {
        for (let h = 1; h <= STEPS; h++)
          y[j * STEPS + h - 1] = (recording.truth[place][t + h] - recording.input[place][t]) / UNIT;
      });
      for (let i = 0; i < size; i++) {
        const xi = row[i];
        for (let k = 0; k <= i; k++) xx[i * size + k] += xi * row[k];
        for (let o = 0; o < m; o++) xy[i * m + o] += xi * y[o];
      }
      for (let o = 0; o < m; o++) yy[o] += y[o] * y[o];
      n++;
    }
  for (let i = 0; i < size; i++) for (let k = 0; k < i; k++) xx[k * size + i] = xx[i * size + k];
  return { n, xx, xy, yy };
}

/** Places of the features with fewer lags among those of the longest. */
function placesOf({ channels }: Inputs, longest: number, lags: number): number[] {
  const places = [0];
  channels.forEach((_, c) => {
    for (let k = 0; k <= lags; k++) places.push(1 + c * (longest + 1) + k);
  });
  return places;
}

function solve(
  list: readonly Moments[],
  inputs: Inputs,
  longest: number,
  lags: number,
  lambda: number,
): Float64Array {
  const places = placesOf(inputs, longest, lags);
  const size = places.length;
  const full = 1 + inputs.channels.length * (longest + 1);
  const m = inputs.targets.length * STEPS;
  const a = new Float64Array(size * size);
  const b = new Float64Array(size * m);
  for (const { xx, xy } of list)
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++) a[i * size + k] += xx[places[i] * full + places[k]];
      for (let o = 0; o < m; o++) b[i * m + o] += xy[places[i] * m + o];
    }
  let trace = 0;
  for (let i = 0; i < size; i++) trace += a[i * size + i];
  for (let i = 0; i < size; i++) a[i * size + i] += (lambda * trace) / size;
  solvePositive(a, b, size, m);
  return b;
}

function logError(
  { n, xx, xy, yy }: Moments,
  inputs: Inputs,
  longest: number,
  lags: number,
  weights: Float64Array,
): number {
  const places = placesOf(inputs, longest, lags);
  const full = 1 + inputs.channels.length * (longest + 1);
  const m = inputs.targets.length * STEPS;
  let sum = 0;
  for (let j = 0; j < inputs.targets.length; j++)
    for (const step of JUDGED) {
      const o = j * STEPS + step - 1;
      let square = yy[o];
      places.forEach((p, i) => {
        let xw = 0;
        for (let k = 0; k < places.length; k++) xw += xx[p * full + places[k]] * weights[k * m + o];
        square += weights[i * m + o] * (xw - 2 * xy[p * m + o]);
      });
      sum += 0.5 * Math.log(Math.max(square / n, 1e-9));
    }
  return sum;
}
