import { BiquadCascade } from '../../gait/biquad';
import { bandPass } from '../../gait/butterworth';
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

const SHAKE_BAND = bandPass(1, 7, 20, 1000);
/** RMS of unit white noise after the band: its impulse response's energy. */
const SHAKE_GAIN = (() => {
  const filter = new BiquadCascade(SHAKE_BAND);
  let energy = 0;
  for (let n = 0; n < 1000; n++) energy += filter.process(n === 0 ? 1 : 0) ** 2;
  return Math.sqrt(energy);
})();

/** Shake of soft tissue and impact that no two strides share: noise of a given SD within 7-20 Hz, at 1 kHz. */
export class BandNoise {
  private readonly rng: Rng;
  private readonly gain: number;
  private readonly filter = new BiquadCascade(SHAKE_BAND);

  constructor(sd: number, rng: Rng) {
    this.rng = rng;
    this.gain = sd / SHAKE_GAIN;
  }

  next(): number {
    return this.gain * this.filter.process(this.rng.normal());
  }
}
