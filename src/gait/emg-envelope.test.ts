import { describe, expect, it } from 'vitest';
import { EmgEnvelope, RunningMaximum } from './emg-envelope';
import { Rng } from './rng';

/** Last `keep` seconds of the envelope of `signal(t)`. */
function envelopeOf(signal: (t: number) => number, rate: number, seconds = 3, keep = 1): number[] {
  const envelope = new EmgEnvelope(rate);
  envelope.reset(signal(0));
  const out = Array.from({ length: seconds * rate }, (_, i) => envelope.process(signal(i / rate)));
  return out.slice(-keep * rate);
}
const mean = (x: number[]): number => x.reduce((a, b) => a + b, 0) / x.length;
const sine =
  (hz: number, amplitude = 1) =>
  (t: number) =>
    amplitude * Math.sin(2 * Math.PI * hz * t);

describe('EMG envelope', () => {
  it.each([900, 1000, 1925.93, 2000])('of a sine in the band is 2/pi of its amplitude, at %d Hz', (rate) => {
    expect(mean(envelopeOf(sine(97), rate))).toBeCloseTo(2 / Math.PI, 2);
  });
  it('leaves out movement artefact (2 Hz) and the electrode offset', () => {
    expect(Math.max(...envelopeOf((t) => 5 + sine(2)(t), 1000))).toBeLessThan(0.02);
  });
  it('follows a burst within a quarter of a second and never before it', () => {
    const rng = new Rng(1);
    const rate = 1000;
    const envelope = new EmgEnvelope(rate);
    const out = Array.from({ length: 2000 }, (_, i) => envelope.process(i < 1000 ? 0 : rng.normal(0, 0.2)));
    expect(Math.max(...out.slice(0, 1000))).toBe(0);
    // Mean of |normal| is 0.8 sd; the band keeps 86 % of white noise's power.
    expect(mean(out.slice(1250))).toBeGreaterThan(0.12);
    expect(mean(out.slice(1250))).toBeLessThan(0.18);
  });
  it('starts and restarts without a transient from an offset', () => {
    const envelope = new EmgEnvelope(1000);
    envelope.reset(3);
    for (let i = 0; i < 100; i += 1) expect(Math.abs(envelope.process(3))).toBeLessThan(1e-9);
  });
  it('refuses a rate that cannot carry EMG', () => {
    expect(() => new EmgEnvelope(500)).toThrow(RangeError);
    expect(() => new EmgEnvelope(NaN)).toThrow(RangeError);
  });
});

describe('running maximum', () => {
  it('divides by what has been seen, never by less than the floor', () => {
    const norm = new RunningMaximum(0.02);
    expect([0.01, 0.04, 0.02, 0.08, 0.04].map((x) => norm.process(x))).toEqual([0.5, 1, 0.5, 1, 0.5]);
    expect(norm.maximum).toBe(0.08);
    expect(() => new RunningMaximum(0)).toThrow(RangeError);
  });
});
