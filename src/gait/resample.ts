import type { Hertz, Seconds } from './units';

/** From one rate to another, with everything above half of the lower rate kept out. */
export interface Resampling {
  readonly from: Hertz;
  readonly to: Hertz;
  /**
   * Width of the filter's slope as a part (0-1) of half the lower rate: what lies below `1 - slope` of it passes untouched, what
   * lies above half the lower rate is 60 dB down. A narrower slope needs a longer kernel: `delay` grows as 1 / slope.
   */
  readonly slope?: number;
  /**
   * Output k uses no sample after its own time k / to: the signal comes `delay` later than it was. Otherwise the kernel
   * is centred (no delay, but each output knows `delay` seconds of the future): for display and fits, not for training.
   */
  readonly causal?: boolean;
}

/** Kaiser window for 60 dB: beta, and the kernel's length times the slope (in cycles a sample). */
const BETA = 5.653;
const LENGTH_BY_SLOPE = 3.62;
const SLOPE = 0.2;

/** Half of the kernel's length: the delay of causal output, the look ahead of the other. */
export function resampleDelay({ from, to, slope = SLOPE }: Resampling): Seconds {
  if (!(from > 0 && to > 0)) throw new RangeError(`rates must be positive: ${from} Hz, ${to} Hz`);
  if (!(slope > 0 && slope < 1)) throw new RangeError(`slope ${slope} is not between 0 and 1`);
  return LENGTH_BY_SLOPE / (slope * Math.min(from, to));
}

/**
 * Windowed sinc, one kernel for each phase that output times have between samples. Output k belongs to time k / to, up to
 * that of the last sample. Before the first sample (and, if not causal, after the last) the signal is taken to stay as it
 * is there. A value that is not finite spoils the outputs whose kernels reach it.
 */
export function resample(values: Float32Array, options: Resampling): Float32Array {
  const { from, to, slope = SLOPE, causal = false } = options;
  const half = resampleDelay(options) * from;
  // Cycles a sample: the middle of the slope.
  const cutoff = (Math.min(from, to) * (1 - slope / 2)) / (2 * from);
  const count = values.length === 0 ? 0 : Math.floor(((values.length - 1) * to) / from + 1e-9) + 1;
  const kernels = new Map<number, Float64Array>();
  const kernelFor = (fraction: number): Float64Array => {
    // Phases repeat where the rates have a common measure; a billionth of a sample apart they are the same.
    const key = Math.round(fraction * 1e9);
    let kernel = kernels.get(key);
    if (kernel === undefined) {
      kernel = kernelAt(fraction, half, cutoff);
      if (kernels.size < 4096) kernels.set(key, kernel);
    }
    return kernel;
  };
  const out = new Float32Array(count);
  for (let k = 0; k < count; k += 1) {
    const position = (k * from) / to - (causal ? half : 0);
    const first = Math.ceil(position - half - 1e-9);
    const kernel = kernelFor(first - (position - half));
    let sum = 0;
    for (let j = 0; j < kernel.length; j += 1) {
      const at = Math.min(values.length - 1, Math.max(0, first + j));
      sum += kernel[j] * values[at];
    }
    out[k] = sum;
  }
  return out;
}

/** Weights of the samples from `fraction` after the kernel's left edge on; they add up to 1, so a constant stays itself. */
function kernelAt(fraction: number, half: number, cutoff: number): Float64Array {
  const length = Math.floor(2 * half - fraction + 1e-9) + 1;
  const kernel = Float64Array.from({ length }, (_, j) => {
    const u = fraction + j - half;
    const x = 2 * Math.PI * cutoff * u;
    const sinc = Math.abs(x) < 1e-12 ? 1 : Math.sin(x) / x;
    return sinc * bessel0(BETA * Math.sqrt(Math.max(0, 1 - (u / half) ** 2)));
  });
  const total = kernel.reduce((a, b) => a + b, 0);
  return kernel.map((w) => w / total);
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
