import { CYCLE_JOINTS, type CycleJoint, type LegTick } from './types';

/** The recent past of one leg, by tick number (0 is the first pushed). Nothing is allocated by a push. */
export class LegHistory {
  /** Number of the latest tick, -1 before the first. */
  tick = -1;
  private readonly capacity: number;
  private readonly values: Readonly<Record<CycleJoint, Float32Array>>;

  constructor(capacity: number) {
    this.capacity = capacity;
    const row = (): Float32Array => new Float32Array(capacity).fill(NaN);
    this.values = { hip: row(), knee: row(), ankle: row() };
  }

  push(leg: LegTick): void {
    this.tick += 1;
    for (const joint of CYCLE_JOINTS) this.values[joint][this.tick % this.capacity] = leg[joint] ?? NaN;
  }

  /** NaN where nothing was measured, and outside what is held. */
  at(joint: CycleJoint, tick: number): number {
    if (tick < 0 || tick > this.tick || tick <= this.tick - this.capacity) return NaN;
    return this.values[joint][tick % this.capacity];
  }

  get oldest(): number {
    return Math.max(0, this.tick - this.capacity + 1);
  }
}
