import type { Hertz, Seconds } from '../units';
import type { GaitEvent } from './types';

/** A change must last this long to be one: switches bounce. */
const BOUNCE: Seconds = 0.06;

/** Heel strikes and toe offs of a foot switch, causal: each is told when it has lasted for 60 ms. */
export class ContactEvents {
  private readonly bounce: number;
  private tick = -1;
  private down: boolean | null = null;
  private changedAt = NaN;

  constructor(rate: Hertz) {
    this.bounce = Math.round(BOUNCE * rate);
  }

  push(contact: number): GaitEvent | null {
    this.tick += 1;
    if (!Number.isFinite(contact)) {
      // What happened in a hole nobody knows: the next value begins anew.
      this.down = null;
      this.changedAt = NaN;
      return null;
    }
    const down = contact >= 0.5;
    if (this.down === null) {
      this.down = down;
      return null;
    }
    if (down === this.down) {
      this.changedAt = NaN;
      return null;
    }
    if (Number.isNaN(this.changedAt)) this.changedAt = this.tick;
    if (this.tick - this.changedAt < this.bounce) return null;
    this.down = down;
    // It changed somewhere since the tick before.
    const event: GaitEvent = { kind: down ? 'heel_strike' : 'toe_off', at: this.changedAt - 0.5 };
    this.changedAt = NaN;
    return event;
  }
}
