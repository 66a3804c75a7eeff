import { BiquadCascade } from '../biquad';
import { bandPass, highPass } from '../butterworth';
import type { Hertz, Seconds } from '../units';

type Values = Float32Array;

/** Value below which the share q (0-1) lies; NaN of nothing. */
export function quantile(values: Values, q: number): number {
  if (values.length === 0) return NaN;
  return values.slice().sort()[Math.round(q * (values.length - 1))];
}

export const median = (values: Values): number => quantile(values, 0.5);

export function spread(values: Values): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const v of values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return { min, max };
}

function rms(values: Values): number {
  let sum = 0;
  for (const v of values) sum += v * v;
  return Math.sqrt(sum / values.length);
}

function filtered(values: Values, filter: BiquadCascade): Values {
  filter.reset(values[0]);
  return values.map((x) => filter.process(x));
}

/** RMS of what is faster than a leg moves (above 10 Hz), in the values' unit. 0 where the rate is too low to tell. */
export function fastRms(values: Values, rate: Hertz): number {
  if (values.length === 0 || rate < 50) return 0;
  return rms(filtered(values, new BiquadCascade(highPass(2, 10, rate))));
}

/** RMS of EMG (20-450 Hz) in windows of 250 ms, one after the other. */
export function emgWindows(values: Values, rate: Hertz): Values {
  const band = filtered(values, new BiquadCascade(bandPass(2, 20, Math.min(450, 0.45 * rate), rate)));
  const width = Math.round(0.25 * rate);
  const windows = Math.floor(band.length / width);
  return Float32Array.from({ length: windows }, (_, i) => rms(band.subarray(i * width, (i + 1) * width)));
}

/**
 * RMS of the line at `frequency` (mains, within 1 Hz), above what the neighbourhood has: Hann windows of 1 s, half
 * overlapping. 0 where the rate cannot show it or there is less than a second.
 */
export function lineRms(values: Values, rate: Hertz, frequency: Hertz): number {
  const n = Math.round(rate);
  if (rate < 2.4 * frequency || values.length < n) return 0;
  const window = Float64Array.from({ length: n }, (_, i) => 1 - Math.cos((2 * Math.PI * i) / n));
  const power = (f: Hertz): number => {
    let sum = 0;
    let segments = 0;
    for (let start = 0; start + n <= values.length; start += n >> 1, segments += 1) {
      sum += goertzel(values, start, window, (2 * Math.PI * f) / rate);
    }
    // A Hann window of mean 1 has a mean square of 1.5.
    return (2 * sum) / (1.5 * n * n * segments);
  };
  const around = [-6, -5, -4, 4, 5, 6].map((d) => power(frequency + d)).sort((a, b) => a - b);
  const floor = (around[2] + around[3]) / 2;
  const line = [-1, 0, 1].reduce((sum, d) => sum + power(frequency + d), 0);
  return Math.sqrt(Math.max(0, line - 3 * floor));
}

/** |sum of window[i] * values[start + i] * exp(-j * step * i)|^2, by Goertzel's recurrence: no sine in the loop. */
function goertzel(values: Values, start: number, window: Float64Array, step: number): number {
  const k = 2 * Math.cos(step);
  let [s1, s2] = [0, 0];
  for (let i = 0; i < window.length; i += 1) {
    const s = window[i] * values[start + i] + k * s1 - s2;
    s2 = s1;
    s1 = s;
  }
  return s1 * s1 + s2 * s2 - k * s1 * s2;
}

/**
 * Share (0-1) of samples at exactly the largest, or exactly the smallest value (the greater of the two shares): a signal
 * that is cut off piles up there. 0 for one so coarse that its extremes are met by themselves.
 */
export function stuckShare(values: Values): number {
  const { min, max } = spread(values);
  if (new Set(values).size < 16) return 0;
  let [low, high] = [0, 0];
  for (const v of values) {
    if (v === min) low += 1;
    if (v === max) high += 1;
  }
  return Math.max(low, high) / values.length;
}

/** Values a second: slower is no movement. */
const LEAST_SPEED = 8;

interface Plateau {
  readonly value: number;
  readonly seconds: Seconds;
}

/**
 * The longest stay of at least 0.1 s at exactly the largest or smallest value into and out of which the signal moves fast
 * (a third of its usual speed while moving, over 30 ms): a limit of the sensor. A leg that pauses slows down before.
 */
export function abruptPlateau(values: Values, rate: Hertz): Plateau | null {
  const { min, max } = spread(values);
  const w = Math.max(1, Math.round(0.03 * rate));
  const speed = (from: number): number => (Math.abs(values[from + w] - values[from]) * rate) / w;
  const speeds = Float32Array.from({ length: Math.max(0, values.length - w) }, (_, i) => speed(i));
  const fast = Math.max(LEAST_SPEED, quantile(speeds, 0.9) / 3);
  let longest: Plateau | null = null;
  for (let i = 0; i < values.length; ) {
    let end = i + 1;
    while (end < values.length && values[end] === values[i]) end += 1;
    const extreme = values[i] === min || values[i] === max;
    if (extreme && (end - i) / rate >= 0.1 && i >= w && end + w <= values.length) {
      const seconds = (end - i) / rate;
      if (speed(i - w) > fast && speed(end - 1) > fast && seconds > (longest?.seconds ?? 0)) {
        longest = { value: values[i], seconds };
      }
    }
    i = end;
  }
  return longest;
}
