import type { Rng } from '../../gait/rng';

/** Smooth noise of a given SD: white noise through two equal low-passes with `cutoff` in Hz. */
export class SlowNoise {
  private readonly rng: Rng;
  private readonly keep: number;
  private readonly gain: number;
  private first = 0;
  private second = 0;

  constructor(sd: number, cutoff: number, rate: number, rng: Rng) {
    this.rng = rng;
    const a = Math.exp((-2 * Math.PI * cutoff) / rate);
    this.keep = a;
    // Output variance of two cascaded one-pole filters (1 - a) / (1 - a z^-1) for unit white noise.
    const variance = ((1 - a) ** 4 * (1 + a * a)) / (1 - a * a) ** 3;
    this.gain = sd / Math.sqrt(variance);
  }

  next(): number {
    this.first += (1 - this.keep) * (this.rng.normal() - this.first);
    this.second += (1 - this.keep) * (this.first - this.second);
    return this.gain * this.second;
  }
}
