import type { Biquad } from './biquad';
import type { Hertz } from './units';

/**
 * Butterworth filters of any order as second-order sections, by the bilinear transform with prewarped edges
 * (-3 dB falls exactly on the edge). `order` is that of the low-pass prototype: a band-pass has twice as many poles,
 * like scipy's `butter`. Throws RangeError unless 0 < edge < rate / 2.
 */
export function lowPass(order: number, cutoff: Hertz, rate: Hertz): Biquad[] {
  const w = warp(cutoff, rate);
  const poles = prototype(order).map((p) => bilinear({ re: p.re * w, im: p.im * w }));
  return sections(poles, [-1, -1], { re: 1, im: 0 });
}

export function highPass(order: number, cutoff: Hertz, rate: Hertz): Biquad[] {
  const w = warp(cutoff, rate);
  const poles = prototype(order).map((p) => bilinear({ re: w * p.re, im: -w * p.im }));
  return sections(poles, [1, 1], { re: -1, im: 0 });
}

export function bandPass(order: number, low: Hertz, high: Hertz, rate: Hertz): Biquad[] {
  const [w1, w2] = [warp(low, rate), warp(high, rate)];
  if (w1 >= w2) throw new RangeError(`band edges out of order: ${low} Hz, ${high} Hz`);
  const centre = Math.sqrt(w1 * w2);
  const poles = prototype(order).flatMap((p) => {
    const half = { re: (p.re * (w2 - w1)) / 2, im: (p.im * (w2 - w1)) / 2 };
    const root = sqrt({ re: half.re ** 2 - half.im ** 2 - centre ** 2, im: 2 * half.re * half.im });
    return [
      bilinear({ re: half.re + root.re, im: half.im + root.im }),
      bilinear({ re: half.re - root.re, im: half.im - root.im }),
    ];
  });
  const angle = 2 * Math.atan(centre);
  return sections(poles, [1, -1], { re: Math.cos(angle), im: Math.sin(angle) });
}

/** |H| of a cascade at `frequency`. */
export function gainAt(cascade: readonly Biquad[], frequency: Hertz, rate: Hertz): number {
  const w = (2 * Math.PI * frequency) / rate;
  return cascade.reduce((gain, s) => gain * magnitude(s, { re: Math.cos(w), im: Math.sin(w) }), 1);
}

interface Complex {
  readonly re: number;
  readonly im: number;
}

/** Analogue frequency whose bilinear image is `f`, in units where s = (z - 1) / (z + 1). */
function warp(f: Hertz, rate: Hertz): number {
  if (!(f > 0 && f < rate / 2)) throw new RangeError(`edge ${f} Hz is not between 0 and half of ${rate} Hz`);
  return Math.tan((Math.PI * f) / rate);
}

/** Poles of the analogue low-pass of 1 rad/s: evenly spread over the left half of the unit circle. */
function prototype(order: number): Complex[] {
  if (!Number.isInteger(order) || order < 1)
    throw new RangeError(`order ${order} is not a whole number from 1`);
  return Array.from({ length: order }, (_, k) => {
    const angle = (Math.PI * (2 * k + order + 1)) / (2 * order);
    // The middle pole of an odd order is real; without this its image would miss the real axis by rounding.
    return { re: Math.cos(angle), im: 2 * k + 1 === order ? 0 : Math.sin(angle) };
  });
}

/** z = (1 + s) / (1 - s). */
function bilinear(s: Complex): Complex {
  const d = (1 - s.re) ** 2 + s.im ** 2;
  return { re: (1 - s.re ** 2 - s.im ** 2) / d, im: (2 * s.im) / d };
}

function sqrt(c: Complex): Complex {
  const r = Math.hypot(c.re, c.im);
  const re = Math.sqrt(Math.max(0, (r + c.re) / 2));
  return { re, im: Math.sqrt(Math.max(0, (r - c.re) / 2)) * (c.im < 0 ? -1 : 1) };
}

/**
 * Joins conjugate poles, and real ones two by two (a last single one makes a first-order section with one zero).
 * Each section gets gain 1 at `unity`, a point of the unit circle where all Butterworth filters of its kind have it.
 */
function sections(poles: readonly Complex[], zeros: readonly [number, number], unity: Complex): Biquad[] {
  const real = (p: Complex): boolean => Math.abs(p.im) < 1e-14;
  const upper = poles.filter((p) => !real(p) && p.im > 0);
  const reals = poles
    .filter(real)
    .map((p) => p.re)
    .sort((a, b) => a - b);
  const made: Biquad[] = upper.map((p) => ({
    ...numerator(zeros),
    a1: -2 * p.re,
    a2: p.re ** 2 + p.im ** 2,
  }));
  for (let i = 0; i + 1 < reals.length; i += 2) {
    const [p, q] = [reals[i], reals[i + 1]];
    made.push({ ...numerator(zeros), a1: -(p + q), a2: p * q });
  }
  if (reals.length % 2 === 1) made.push({ b0: 1, b1: -zeros[0], b2: 0, a1: -reals.at(-1)!, a2: 0 });
  return made.map((s) => {
    const g = 1 / magnitude(s, unity);
    return { ...s, b0: s.b0 * g, b1: s.b1 * g, b2: s.b2 * g };
  });
}

function numerator([z1, z2]: readonly [number, number]): { b0: number; b1: number; b2: number } {
  return { b0: 1, b1: -(z1 + z2), b2: z1 * z2 };
}

function magnitude(s: Biquad, z: Complex): number {
  const z2 = { re: z.re ** 2 - z.im ** 2, im: 2 * z.re * z.im };
  const top = Math.hypot(s.b0 * z2.re + s.b1 * z.re + s.b2, s.b0 * z2.im + s.b1 * z.im);
  const bottom = Math.hypot(z2.re + s.a1 * z.re + s.a2, z2.im + s.a1 * z.im);
  return top / bottom;
}
