import type { Rng } from '../../gait/rng';
import { curveAt, harmonicBasis } from './curves';
import { JOINTS, type PersonSide } from './person';
import { StrideNoise } from './stride-noise';

/** One side of a walking person: joint angles by phase, with what differs from stride to stride. */
export class LegCycle {
  /** Walking angles at the last `update`, deg, JOINTS order. */
  readonly angles = new Float64Array(JOINTS.length);
  private readonly side: PersonSide;
  private readonly leg: StrideNoise;
  private readonly upper: StrideNoise;
  private readonly curves: Float64Array[];
  private readonly basis: Float64Array;
  private phase = 0;

  constructor(side: PersonSide, rng: Rng) {
    this.side = side;
    this.leg = new StrideNoise(side.stridePeriod.length, side.strideRho, rng);
    this.upper = new StrideNoise(Math.max(...side.strideUpper.map((c) => c.length)), side.strideRho, rng);
    this.curves = side.curves.map((c) => Float64Array.from(c));
    this.basis = new Float64Array(side.curves[0].length);
    this.reshape();
  }

  /** Log of this stride's period over the person's. */
  get logPeriod(): number {
    let sum = 0;
    this.side.stridePeriod.forEach((p, k) => (sum += p * this.leg.now[k]));
    return sum;
  }

  /** Sets `angles` for `phase` in [0, 1). True when a stride has just ended. */
  update(phase: number): boolean {
    const over = phase < this.phase - 0.5;
    if (over) {
      this.leg.advance();
      this.upper.advance();
    }
    this.phase = phase;
    const changed = this.leg.update(phase);
    if (this.upper.update(phase) || changed) this.reshape();
    harmonicBasis(phase, this.basis);
    for (let j = 0; j < this.angles.length; j++) this.angles[j] = curveAt(this.basis, this.curves[j]);
    return over;
  }

  private reshape(): void {
    for (let j = 0; j < this.curves.length; j++) {
      const curve = this.curves[j];
      curve.set(this.side.curves[j]);
      add(curve, this.side.strideLeg[j], this.leg.now);
      add(curve, this.side.strideUpper[j], this.upper.now);
    }
  }
}

function add(curve: Float64Array, components: readonly Float64Array[], scores: Float64Array): void {
  for (let k = 0; k < components.length; k++) {
    const component = components[k];
    for (let i = 0; i < curve.length; i++) curve[i] += scores[k] * component[i];
  }
}
