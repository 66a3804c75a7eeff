import type { KneeSignal } from './recordings';

/** Swing peaks: the highest within so much on either side, s, and above this share of the range. */
const ALONE_S = 0.35;
const HIGH = 0.6;

/**
 * Phase of a walk, counted in strides from peak to peak of knee flexion in swing: monotone cubics through the peaks, so that
 * speed has no kinks; before the first and after the last peak the next stride's length goes on.
 */
export class StridePhase {
  /** Times of the peaks, s, with one made up at either end; empty where there are fewer than two. */
  readonly #times: Float64Array;
  readonly #strides: Float64Array;
  /** Slopes of time by phase and of phase by time at each peak. */
  readonly #timeSlopes: Float64Array;
  readonly #phaseSlopes: Float64Array;

  constructor({ input, rate }: Pick<KneeSignal, 'input' | 'rate'>) {
    const peaks = filledUp(swingPeaks(input, rate));
    const n = peaks.length;
    const times = n < 2 ? [] : [2 * peaks[0] - peaks[1], ...peaks, 2 * peaks[n - 1] - peaks[n - 2]];
    this.#times = Float64Array.from(times);
    this.#strides = Float64Array.from(times, (_, i) => i);
    this.#timeSlopes = slopesOf(this.#strides, this.#times);
    this.#phaseSlopes = slopesOf(this.#times, this.#strides);
  }

  /** Phases there are: 0 to this. */
  get last(): number {
    return Math.max(0, this.#times.length - 1);
  }

  /** Phase at time `t`, s; NaN outside. */
  at(t: number): number {
    return cubic(this.#times, this.#strides, this.#phaseSlopes, t);
  }

  /** Time of a phase, s; NaN outside. */
  timeOf(phase: number): number {
    return cubic(this.#strides, this.#times, this.#timeSlopes, phase);
  }
}

function swingPeaks(x: Float32Array, rate: number): number[] {
  const reach = Math.round(ALONE_S * rate);
  const { low, high } = extent(x, 0, x.length);
  const peaks: number[] = [];
  for (let i = 1; i + 1 < x.length; i++) {
    if (x[i] < low + HIGH * (high - low) || x[i] < x[i - 1] || x[i] <= x[i + 1]) continue;
    if (i < reach || i + reach >= x.length || x[i] < extent(x, i - reach, i + reach).high) continue;
    if (peaks.length === 0 || i / rate - peaks[peaks.length - 1] > ALONE_S) peaks.push(i / rate);
  }
  return peaks;
}

/** Lower swings, as in a turn, were no peaks: where whole strides are missing they are put in evenly. */
function filledUp(peaks: readonly number[]): number[] {
  const gaps = peaks.slice(1).map((t, i) => t - peaks[i]);
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1];
  return peaks.flatMap((t, i) => {
    const strides = i === 0 ? 1 : Math.max(1, Math.round(gaps[i - 1] / usual));
    return Array.from({ length: strides }, (_, k) => t - (gaps[i - 1] ?? 0) * (1 - (k + 1) / strides));
  });
}

function extent(x: Float32Array, from: number, to: number): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    if (x[i] < low) low = x[i];
    if (x[i] > high) high = x[i];
  }
  return { low, high };
}

/** Slopes that keep order: the harmonic mean of the chords on either side. */
function slopesOf(x: Float64Array, y: Float64Array): Float64Array {
  const chord = (i: number) => (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
  const last = x.length - 1;
  return Float64Array.from(x, (_, i) => {
    if (i === 0) return chord(0);
    if (i === last) return chord(last - 1);
    return 2 / (1 / chord(i - 1) + 1 / chord(i));
  });
}

function cubic(x: Float64Array, y: Float64Array, slopes: Float64Array, at: number): number {
  const last = x.length - 1;
  if (!(at >= x[0] && at <= x[last])) return Number.NaN;
  let i = 0;
  while (i + 1 < last && x[i + 1] <= at) i++;
  const width = x[i + 1] - x[i];
  const u = (at - x[i]) / width;
  const v = 1 - u;
  return (
    v * v * ((1 + 2 * u) * y[i] + u * width * slopes[i]) +
    u * u * ((3 - 2 * u) * y[i + 1] - v * width * slopes[i + 1])
  );
}
