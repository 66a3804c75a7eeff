/** |sum of x[i] exp(-2 pi j f i)|^2 for `f` in cycles a sample: one bin of a periodogram, by turning a phasor. */
export function powerAt(x: Float64Array, f: number): number {
  const c1 = Math.cos(2 * Math.PI * f);
  const s1 = Math.sin(2 * Math.PI * f);
  let c = 1;
  let s = 0;
  let re = 0;
  let im = 0;
  for (let i = 0; i < x.length; i++) {
    re += x[i] * c;
    im += x[i] * s;
    const next = c * c1 - s * s1;
    s = s * c1 + c * s1;
    c = next;
  }
  return re * re + im * im;
}

/** Index of the first bin by which `share` of the power is reached. */
export function reaches(power: readonly number[], share: number): number {
  const total = power.reduce((a, b) => a + b, 0);
  let sum = 0;
  return power.findIndex((p) => (sum += p) >= share * total);
}
