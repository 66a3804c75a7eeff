/** One second-order section, a0 = 1: y = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2) x. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/**
 * A causal filter made of second-order sections (transposed direct form II, double precision), one sample at a time.
 * Starts in the steady state of a constant 0; `reset(x0)` puts it in that of a constant x0, so that there is no start
 * transient. A sample that is not finite would stay inside for ever: keep those out.
 */
export class BiquadCascade {
  private readonly coefficients: Float64Array;
  private readonly state: Float64Array;
  private readonly sections: number;

  constructor(sections: readonly Biquad[]) {
    this.sections = sections.length;
    this.coefficients = Float64Array.from(sections.flatMap((s) => [s.b0, s.b1, s.b2, s.a1, s.a2]));
    this.state = new Float64Array(2 * sections.length);
  }

  process(x: number): number {
    const { coefficients: c, state: s } = this;
    let value = x;
    for (let i = 0; i < this.sections; i += 1) {
      const k = 5 * i;
      const y = c[k] * value + s[2 * i];
      s[2 * i] = c[k + 1] * value - c[k + 3] * y + s[2 * i + 1];
      s[2 * i + 1] = c[k + 2] * value - c[k + 4] * y;
      value = y;
    }
    return value;
  }

  reset(x0 = 0): void {
    const { coefficients: c, state: s } = this;
    let value = x0;
    for (let i = 0; i < this.sections; i += 1) {
      const k = 5 * i;
      const gain = (c[k] + c[k + 1] + c[k + 2]) / (1 + c[k + 3] + c[k + 4]);
      const y = gain * value;
      s[2 * i] = y - c[k] * value;
      s[2 * i + 1] = c[k + 2] * value - c[k + 4] * y;
      value = y;
    }
  }
}
