/** Fourier curves of a phase: coefficients [mean, cos 1, sin 1, cos 2, ...]. */

/** Writes [1, cos 2 pi p, sin 2 pi p, cos 4 pi p, ...] to `out`. */
export function harmonicBasis(phase: number, out: Float64Array): void {
  const c1 = Math.cos(2 * Math.PI * phase);
  const s1 = Math.sin(2 * Math.PI * phase);
  let c = 1;
  let s = 0;
  out[0] = 1;
  for (let k = 1; k < out.length; k += 2) {
    const next = c * c1 - s * s1;
    s = s * c1 + c * s1;
    c = next;
    out[k] = c;
    out[k + 1] = s;
  }
}

/** Value of the curve that starts at `from` in `coefficients`. */
export function curveAt(basis: Float64Array, coefficients: ArrayLike<number>, from = 0): number {
  let y = 0;
  for (let i = 0; i < basis.length; i++) y += basis[i] * coefficients[from + i];
  return y;
}

/** 0 below 0, 1 above 1, smooth to the second derivative between. */
export function smoothStep(x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x * x * x * (x * (6 * x - 15) + 10);
}

/** Catmull-Rom through evenly spaced values; `at` from 0 to 1 over all of them. */
export function through(values: readonly number[], at: number): number {
  const x = Math.min(1, Math.max(0, at)) * (values.length - 1);
  const i = Math.min(values.length - 2, Math.floor(x));
  const t = x - i;
  const p1 = values[i];
  const p2 = values[i + 1];
  const p0 = values[i - 1] ?? p1;
  const p3 = values[i + 2] ?? p2;
  return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
}
