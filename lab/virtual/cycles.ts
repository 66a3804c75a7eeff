import { BiquadCascade } from '../../src/gait/biquad';
import { lowPass } from '../../src/gait/butterworth';

/**
 * Cutting a recording into strides, offline. The anchor is the peak of swing flexion of the knee: it is in every
 * recording, with or without foot contacts. So phase 0 here is that peak, not heel strike.
 */

/** Forward and backward low-pass: looks ahead, so for describing recorded people only, never for forecasting. */
export function smoothOffline(x: ArrayLike<number>, cutoff: number, rate: number): Float64Array {
  const out = Float64Array.from(x);
  for (let pass = 0; pass < 2; pass++) {
    const filter = new BiquadCascade(lowPass(2, cutoff, rate));
    filter.reset(out[0]);
    for (let i = 0; i < out.length; i++) out[i] = filter.process(out[i]);
    out.reverse();
  }
  return out;
}

/** Sample numbers of swing peaks, ascending. */
export function kneePeaks(knee: ArrayLike<number>, rate: number): number[] {
  const x = smoothOffline(knee, 6, rate);
  const sorted = Float64Array.from(x).sort();
  const low = sorted[Math.floor(0.05 * x.length)];
  const high = sorted[Math.floor(0.98 * x.length)];
  const gate = low + 0.6 * (high - low);
  const peaks: number[] = [];
  const apart = 0.6 * rate;
  for (let i = 1; i + 1 < x.length; i++) {
    if (x[i] < gate || x[i] <= x[i - 1] || x[i] < x[i + 1]) continue;
    const last = peaks.at(-1);
    if (last === undefined || i - last > apart) peaks.push(i);
    else if (x[i] > x[last]) peaks[peaks.length - 1] = i;
  }
  return peaks;
}

export interface Cycle {
  /** First and last sample (fractional peaks are not sought). */
  readonly from: number;
  readonly to: number;
  /** No stride lies between this one and the one before it in the list. */
  readonly follows: boolean;
}

/** Strides between peaks whose length is near the median: turns, pauses and half strides fall out. */
export function steadyCycles(peaks: readonly number[], tolerance = 0.3): Cycle[] {
  const lengths = peaks.slice(1).map((p, i) => p - peaks[i]);
  const median = lengths.slice().sort((a, b) => a - b)[lengths.length >> 1] ?? 0;
  const out: Cycle[] = [];
  lengths.forEach((length, i) => {
    if (Math.abs(length / median - 1) > tolerance) return;
    out.push({ from: peaks[i], to: peaks[i + 1], follows: out.at(-1)?.to === peaks[i] });
  });
  return out;
}

/** `points` values evenly over one stride, the first at its start. */
export function overCycle(x: ArrayLike<number>, cycle: Cycle, points: number): Float64Array {
  const out = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    const at = cycle.from + ((cycle.to - cycle.from) * i) / points;
    const k = Math.floor(at);
    const f = at - k;
    out[i] = x[k] * (1 - f) + x[Math.min(k + 1, x.length - 1)] * f;
  }
  return out;
}

/** Fourier coefficients [mean, cos 1, sin 1, cos 2, ...] of one period. */
export function toHarmonics(curve: ArrayLike<number>, harmonics: number): Float64Array {
  const n = curve.length;
  const out = new Float64Array(2 * harmonics + 1);
  for (let i = 0; i < n; i++) {
    out[0] += curve[i] / n;
    for (let k = 1; k <= harmonics; k++) {
      const a = (2 * Math.PI * k * i) / n;
      out[2 * k - 1] += (2 * curve[i] * Math.cos(a)) / n;
      out[2 * k] += (2 * curve[i] * Math.sin(a)) / n;
    }
  }
  return out;
}

export function fromHarmonics(c: ArrayLike<number>, points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => {
    let y = c[0];
    for (let k = 1; 2 * k < c.length; k++) {
      const a = (2 * Math.PI * k * i) / points;
      y += c[2 * k - 1] * Math.cos(a) + c[2 * k] * Math.sin(a);
    }
    return y;
  });
}
