import type { RidgeWeights } from '../../src/forecast/baselines/baselines-file';
import { ridgeFeatures } from '../../src/forecast/baselines/ridge';
import type { FeatureCard } from '../../src/forecast/model-card';
import { solvePositive } from '../../src/forecast/regression/linear-algebra';
import { bindToSide, SIDES } from '../../src/gait/channels';
import type { MotionPerson } from './people';
import { walkAt } from './recording';

type Source = NonNullable<RidgeWeights['source']>;
const SOURCES: readonly Source[] = ['input', 'measured'];
const LAMBDAS = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3];
/** Windows that are tried, ticks; more coefficients of one output than this are not. */
const WINDOWS = [6, 11, 16, 21, 41, 70];
const MOST_FEATURES = 420;
const FOLDS = 3;
/** Steps by which window and regularisation are chosen, ms. */
const JUDGED_MS = [10, 20, 50, 100, 200];
/** A window starts every so many ticks. */
const EVERY = 2;
/** deg that become 1. */
const UNIT = 10;

/** Second moments of one person's windows, means over them; the longest window's lags, in the order of `ridgeFeatures`. */
interface Moments {
  readonly samples: number;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
}

/**
 * Ridge regression from the past changes of several joints to the future change of some, either leg as the forecast one.
 * Window, regularisation and whether it sees filtered or unfiltered angles are chosen by leaving people out among those given.
 */
export class MotionRidgeFit {
  readonly #card: FeatureCard;
  readonly #windows: readonly number[];
  /** By person and source. */
  readonly #moments = new Map<string, Moments>();

  constructor(card: FeatureCard) {
    this.#card = card;
    this.#windows = WINDOWS.filter(
      (w) => w <= card.windowTicks && card.inputs.length * (w - 1) <= MOST_FEATURES,
    );
  }

  fit(people: readonly MotionPerson[]): RidgeWeights {
    let best = { score: Number.POSITIVE_INFINITY, window: 0, lambda: 0, source: SOURCES[0] };
    for (const source of SOURCES) {
      const moments = people.map((p) => this.#momentsOf(p, source));
      for (const window of this.#windows)
        for (const lambda of LAMBDAS) {
          const score = this.#leftOutError(moments, window, lambda);
          if (score < best.score) best = { score, window, lambda, source };
        }
    }
    const { window, lambda, source } = best;
    const moments = people.map((p) => this.#momentsOf(p, source));
    const weights = this.#solve(moments, window, lambda);
    const { inputs, outputs, rate, steps } = this.#card;
    const m = outputs.length * steps;
    const n = inputs.length * (window - 1);
    const coefficients = Array.from({ length: m * n }, (_, i) =>
      Number(weights[(i % n) * m + Math.floor(i / n)].toPrecision(5)),
    );
    const samples = moments.reduce((sum, p) => sum + p.samples, 0);
    return { inputs, outputs, rate, windowTicks: window, steps, source, lambda, samples, coefficients };
  }

  #momentsOf(person: MotionPerson, source: Source): Moments {
    const key = `${person.id} ${source}`;
    const found = this.#moments.get(key) ?? momentsOf(this.#card, this.#longest, person, source);
    this.#moments.set(key, found);
    return found;
  }

  get #longest(): number {
    return Math.max(...this.#windows);
  }

  /** Mean over left-out people and judged steps of log RMSE. */
  #leftOutError(people: readonly Moments[], window: number, lambda: number): number {
    const folds = Math.min(FOLDS, people.length);
    let sum = 0;
    for (let fold = 0; fold < folds; fold++) {
      const others = people.filter((_, i) => i % folds !== fold);
      const weights = this.#solve(others.length > 0 ? others : people, window, lambda);
      for (const person of people.filter((_, i) => i % folds === fold))
        sum += this.#error(person, window, weights);
    }
    return sum / people.length;
  }

  /** Features of a shorter window among those of the longest. */
  #places(window: number): number[] {
    const lags = this.#longest - 1;
    return this.#card.inputs.flatMap((_, i) =>
      Array.from({ length: window - 1 }, (__, k) => i * lags + (lags - (window - 1)) + k),
    );
  }

  #solve(people: readonly Moments[], window: number, lambda: number): Float64Array {
    const places = this.#places(window);
    const n = places.length;
    const full = this.#card.inputs.length * (this.#longest - 1);
    const m = this.#card.outputs.length * this.#card.steps;
    const a = new Float64Array(n * n);
    const b = new Float64Array(n * m);
    for (const { xx, xy, samples } of people) {
      // Who was recorded for longer counts more, but not in proportion.
      const share = Math.sqrt(samples);
      for (let i = 0; i < n; i++) {
        const row = places[i] * full;
        for (let k = 0; k < n; k++) a[i * n + k] += share * xx[row + places[k]];
        for (let o = 0; o < m; o++) b[i * m + o] += share * xy[places[i] * m + o];
      }
    }
    let trace = 0;
    for (let i = 0; i < n; i++) trace += a[i * n + i];
    for (let i = 0; i < n; i++) a[i * n + i] += (lambda * trace) / n;
    solvePositive(a, b, n, m);
    return b;
  }

  #error({ xx, xy, yy }: Moments, window: number, w: Float64Array): number {
    const places = this.#places(window);
    const n = places.length;
    const full = this.#card.inputs.length * (this.#longest - 1);
    const { steps, rate, outputs } = this.#card;
    const m = outputs.length * steps;
    const judged = JUDGED_MS.map((ms) => Math.round((ms * rate) / 1000)).filter((s) => s >= 1 && s <= steps);
    let sum = 0;
    for (let j = 0; j < outputs.length; j++)
      for (const step of judged) {
        const o = j * steps + step - 1;
        let square = yy[o];
        for (let i = 0; i < n; i++) {
          const row = places[i] * full;
          let xw = 0;
          for (let k = 0; k < n; k++) xw += xx[row + places[k]] * w[k * m + o];
          square += w[i * m + o] * (xw - 2 * xy[places[i] * m + o]);
        }
        sum += (0.5 * Math.log(Math.max(square, 1e-9))) / (judged.length * outputs.length);
      }
    return sum;
  }
}

function momentsOf(card: FeatureCard, window: number, person: MotionPerson, source: Source): Moments {
  const n = card.inputs.length * (window - 1);
  const m = card.outputs.length * card.steps;
  const xx = new Float64Array(n * n);
  const xy = new Float64Array(n * m);
  const yy = new Float64Array(m);
  const x = new Float32Array(n);
  const y = new Float64Array(m);
  let samples = 0;
  for (const recording of person.recordings) {
    const { channels, ticks } = walkAt(recording, card.rate);
    for (const side of SIDES) {
      const inputs = card.inputs.map((name) => channels[bindToSide(name, side)][source]);
      const outputs = card.outputs.map((name) => channels[bindToSide(name, side)]);
      for (let t = window - 1; t + card.steps < ticks; t += EVERY) {
        inputs.forEach((values, i) => ridgeFeatures(values.subarray(t - window + 1, t + 1), i, x));
        for (let i = 0; i < n; i++) x[i] /= UNIT;
        outputs.forEach((output, j) => {
          for (let h = 1; h <= card.steps; h++)
            y[j * card.steps + h - 1] = (output.measured[t + h] - output[source][t]) / UNIT;
        });
        for (let i = 0; i < n; i++) {
          const xi = x[i];
          for (let k = 0; k <= i; k++) xx[i * n + k] += xi * x[k];
          for (let o = 0; o < m; o++) xy[i * m + o] += xi * y[o];
        }
        for (let o = 0; o < m; o++) yy[o] += y[o] * y[o];
        samples++;
      }
    }
  }
  for (const a of [xx, xy, yy]) for (let i = 0; i < a.length; i++) a[i] /= Math.max(samples, 1);
  for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) xx[k * n + i] = xx[i * n + k];
  return { samples, xx, xy, yy };
}
