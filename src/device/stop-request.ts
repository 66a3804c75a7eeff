import type { Timers } from './timers';

export type StopRequestState = 'none' | 'sent' | 'acknowledged' | 'not_acknowledged';

/** The request is idempotent, so it is repeated until answered: a corrupted frame must not cost it. */
const REPEAT_EVERY = 250;
const ANSWER_WITHIN = 1000;

/** One request to the device to bring its motion to a stop, and what became of it. */
export class StopRequest {
  state: StopRequestState = 'none';
  private readonly timers: Timers;
  private readonly out: { send(): void; changed(): void };
  private cancel: () => void = () => undefined;

  constructor(timers: Timers, out: { send(): void; changed(): void }) {
    this.timers = timers;
    this.out = out;
  }

  /** `canHear`: there is a device that knows the request. If not, it is said at once that nobody has answered. */
  ask(canHear: boolean): void {
    this.cancel();
    if (!canHear) return this.become('not_acknowledged');
    this.become('sent');
    this.repeat(this.timers.now() + ANSWER_WITHIN);
  }

  answered(accepted: boolean): void {
    if (this.state !== 'sent') return;
    this.cancel();
    this.become(accepted ? 'acknowledged' : 'not_acknowledged');
  }

  clear(): void {
    this.cancel();
    this.state = 'none';
  }

  private repeat(until: number): void {
    if (this.timers.now() >= until) return this.become('not_acknowledged');
    this.cancel = this.timers.after(REPEAT_EVERY, () => this.repeat(until));
    this.out.send();
  }

  private become(state: StopRequestState): void {
    this.state = state;
    this.out.changed();
  }
}
