import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../gait/rng';
import { COEFFICIENTS } from './coefficients';
import { Cuff } from './cuff';
import { curveAt, harmonicBasis, smoothStep, through } from './curves';
import { type Effort, MUSCLES, Muscles } from './muscles';
import { BandNoise, SlowNoise } from './noise';
import { drawPerson } from './person';
import { StrideNoise } from './stride-noise';

describe('curves', () => {
  it('harmonicBasis and curveAt are the Fourier series', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 7, maxLength: 7 }),
        (phase, c) => {
          const basis = new Float64Array(7);
          harmonicBasis(phase, basis);
          let y = c[0];
          for (let k = 1; k <= 3; k++) {
            y +=
              c[2 * k - 1] * Math.cos(2 * Math.PI * k * phase) + c[2 * k] * Math.sin(2 * Math.PI * k * phase);
          }
          expect(curveAt(basis, c)).toBeCloseTo(y, 8);
        },
      ),
    );
  });

  it('smoothStep goes from 0 to 1 without turning back', () => {
    expect([smoothStep(-1), smoothStep(0), smoothStep(0.5), smoothStep(1), smoothStep(9)]).toEqual([
      0, 0, 0.5, 1, 1,
    ]);
    for (let x = 0; x < 1; x += 0.01) expect(smoothStep(x + 0.01)).toBeGreaterThan(smoothStep(x));
  });

  it('through passes through every value and is straight between evenly rising ones', () => {
    expect(through([3, 8, 1], 0)).toBe(3);
    expect(through([3, 8, 1], 0.5)).toBe(8);
    expect(through([3, 8, 1], 1)).toBe(1);
    expect(through([0, 1, 2, 3, 4], 0.4)).toBeCloseTo(1.6, 12);
  });
});

describe('noise', () => {
  const moments = (next: () => number, n: number): { sd: number; roughness: number } => {
    let last = next();
    let square = 0;
    let change = 0;
    for (let i = 0; i < n; i++) {
      const x = next();
      square += x * x;
      change += (x - last) ** 2;
      last = x;
    }
    return { sd: Math.sqrt(square / n), roughness: Math.sqrt(change / square) };
  };

  it('SlowNoise and BandNoise have the SD that was asked for, and their bandwidth', () => {
    const slow = new SlowNoise(0.7, 2, 1000, new Rng(1));
    const s = moments(() => slow.next(), 400_000);
    expect(s.sd).toBeGreaterThan(0.63);
    expect(s.sd).toBeLessThan(0.77);
    expect(s.roughness).toBeLessThan((2 * Math.PI * 4) / 1000);
    const band = new BandNoise(0.3, new Rng(2));
    const b = moments(() => band.next(), 200_000);
    expect(b.sd).toBeGreaterThan(0.28);
    expect(b.sd).toBeLessThan(0.32);
    expect(b.roughness).toBeGreaterThan((2 * Math.PI * 7) / 1000);
  });

  it('StrideNoise is AR(1) with unit variance, constant within a stride and smooth over its ends', () => {
    const noise = new StrideNoise(1, 0.5, new Rng(3));
    const middles: number[] = [];
    let last: number | null = null;
    let jump = 0;
    let changed = 0;
    for (let stride = 0; stride < 4000; stride++) {
      for (let p = 0; p < 1; p += 0.02) {
        noise.update(p);
        // A tenth of the seam moves by a share of the difference between two draws.
        if (last !== null) jump = Math.max(jump, Math.abs(noise.now[0] - last));
        last = noise.now[0];
        if (p >= 0.3 && p < 0.32) middles.push(noise.now[0]);
        if (p >= 0.6 && p < 0.62 && noise.now[0] !== middles.at(-1)) changed++;
      }
      noise.advance();
    }
    expect(jump).toBeLessThan(1.6);
    expect(changed).toBe(0);
    const n = middles.length;
    const variance = middles.reduce((a, x) => a + x * x, 0) / n;
    let lag = 0;
    for (let i = 1; i < n; i++) lag += (middles[i] * middles[i - 1]) / n;
    expect(variance).toBeGreaterThan(0.9);
    expect(variance).toBeLessThan(1.1);
    expect(lag / variance).toBeGreaterThan(0.45);
    expect(lag / variance).toBeLessThan(0.55);
  });
});

describe('Cuff', () => {
  it('carries no load when the leg hangs still, and holds the weight of the device when it is bent', () => {
    const straight = new Cuff();
    for (let i = 0; i < 3000; i++) straight.step(0, 0, 0.001);
    expect(Math.abs(straight.force)).toBeLessThan(1e-6);
    const bent = new Cuff();
    for (let i = 0; i < 3000; i++) bent.step(90, 0, 0.001);
    // 1.1 kg, 0.2 m from the knee, held level at 0.25 m.
    expect(bent.force).toBeCloseTo((1.1 * 9.81 * 0.2) / 0.25, 1);
    expect(bent.kneeDeg).toBeGreaterThan(89);
  });

  it('pushes the device along: towards flexion while it speeds up, against while it slows down', () => {
    const cuff = new Cuff();
    for (let i = 0; i < 1000; i++) cuff.step(20, 20, 0.001);
    const forces: number[] = [];
    // A quick bend of 30 deg in 0.4 s, smooth; the thigh leans so that weight changes little.
    for (let i = 0; i < 400; i++) {
      cuff.step(20 + 30 * smoothStep(i / 400), 20 + 30 * smoothStep(i / 400), 0.001);
      forces.push(cuff.force);
    }
    expect(Math.max(...forces.slice(40, 200))).toBeGreaterThan(5);
    expect(Math.min(...forces.slice(240, 400))).toBeLessThan(-3);
  });

  it('comes to rest after any movement: the coupling gives no energy', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { minLength: 2, maxLength: 6 }),
        (stops) => {
          const cuff = new Cuff();
          let at = 0;
          for (const stop of stops) {
            for (let i = 0; i < 500; i++) cuff.step(at + (stop - at) * smoothStep(i / 500), 0, 0.001);
            at = stop;
          }
          for (let i = 0; i < 3000; i++) cuff.step(at, 0, 0.001);
          const still = cuff.force;
          cuff.step(at, 0, 0.001);
          expect(Math.abs(cuff.force - still)).toBeLessThan(1e-3);
          expect(Math.abs(cuff.kneeDeg - at)).toBeLessThan(2);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('Muscles', () => {
  const person = drawPerson(COEFFICIENTS, 'stiff_knee', 'r', new Rng(5));
  const rectified = (effort: (i: number) => Effort): number[] => {
    const muscles = new Muscles(person, COEFFICIENTS, new Rng(6));
    const sums = MUSCLES.map(() => 0);
    const n = 60_000;
    for (let i = 0; i < n; i++) {
      const e = effort(i);
      if (i > 0 && e.phase < effort(i - 1).phase) muscles.strideOver();
      muscles.step(e);
      muscles.now.forEach((x, m) => (sums[m] += Math.abs(x) / n));
    }
    return sums;
  };

  it('has the drawn level in gait and the fitted quiet in standing', () => {
    const gait = rectified((i) => ({ phase: (i / 1250) % 1, gait: 1, bend: 0, bending: 0, tensing: 0 }));
    const stand = rectified(() => ({ phase: 0.2, gait: 0, bend: 0, bending: 0, tensing: 0 }));
    MUSCLES.forEach((_, m) => {
      const level = Math.exp(person.emg.logLevel[m]);
      expect(gait[m]).toBeGreaterThan(0.7 * level);
      expect(gait[m]).toBeLessThan(1.4 * level);
      // The floor of the amplifier adds to the muscle's quiet.
      const quiet = Math.hypot(
        level * Math.exp(person.emg.group.quietLog[m]),
        0.0009 * Math.sqrt(2 / Math.PI),
      );
      expect(stand[m]).toBeGreaterThan(0.9 * quiet);
      expect(stand[m]).toBeLessThan(1.1 * quiet);
    });
  });

  it('bends the knee with the hamstrings', () => {
    const bend = rectified((i) => ({ phase: 0.2, gait: 0, bend: (i / 3000) % 1, bending: 1, tensing: 0 }));
    const level = (m: number): number => bend[m] / Math.exp(person.emg.logLevel[m]);
    const [rf, bf, vm, st] = [0, 1, 2, 3].map(level);
    expect(Math.min(bf, st)).toBeGreaterThan(2 * Math.max(rf, vm));
  });

  it('tenses the thigh with all muscles, the extensors first', () => {
    const tense = rectified(() => ({ phase: 0.2, gait: 0, bend: 0, bending: 0, tensing: 1 }));
    const stand = rectified(() => ({ phase: 0.2, gait: 0, bend: 0, bending: 0, tensing: 0 }));
    MUSCLES.forEach((_, m) => expect(tense[m]).toBeGreaterThan(3 * stand[m]));
  });

  it('stays within 20-450 Hz', () => {
    const muscles = new Muscles(person, COEFFICIENTS, new Rng(7));
    const x = Float64Array.from({ length: 8192 }, () => {
      muscles.step({ phase: 0.3, gait: 1, bend: 0, bending: 0, tensing: 0 });
      return muscles.now[2];
    });
    const power = (from: number, to: number): number => {
      let sum = 0;
      for (let f = from; f < to; f += 0.5) {
        let re = 0;
        let im = 0;
        for (let i = 0; i < x.length; i++) {
          re += x[i] * Math.cos((2 * Math.PI * f * i) / 1000);
          im += x[i] * Math.sin((2 * Math.PI * f * i) / 1000);
        }
        sum += re * re + im * im;
      }
      return sum;
    };
    expect(power(0.5, 10)).toBeLessThan(0.02 * power(40, 100));
  });
});
