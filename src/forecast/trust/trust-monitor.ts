import { Errors } from './errors';
import { FlatWatch } from './flat-watch';
import { RangeWatch } from './range-watch';

/** Why a forecast is not to be trusted now. */
export type TrustReason =
  /** The newest sample is far from what was forecast 10 or 20 ms ago: a jump or a spike. */
  | 'jump'
  /** What comes is not what was forecast 30 to 100 ms ago, for a while: the sensor or the movement has changed. */
  | 'surprise'
  /** The joint goes far beyond what it did in the strides before. */
  | 'unusual'
  /** The same number again and again. */
  | 'flat'
  /** The leg hardly moves: not walking. */
  | 'standing';

interface TrustOptions {
  readonly joints: number;
  readonly steps: number;
  readonly rate: number;
  readonly windowTicks: number;
  /** 90 % quantiles of |error| / s by joint and step, as the model's card gives them. */
  readonly quantiles: ArrayLike<number>;
}

/** Errors are told in units of what is usual of this person: about 1 is a bad but usual one. Chosen in docs/evidence.md. */
const RULES: readonly { ms: number; over: number; limit: number; reason: TrustReason }[] = [
  { ms: 10, over: 1, limit: 5.5, reason: 'jump' },
  { ms: 20, over: 1, limit: 7, reason: 'jump' },
  { ms: 30, over: 6, limit: 3.5, reason: 'surprise' },
  { ms: 50, over: 8, limit: 2.8, reason: 'surprise' },
  { ms: 100, over: 10, limit: 1.7, reason: 'surprise' },
];
/** A reason holds for so long after it was last seen, so that the line does not flicker. */
const HOLD_S = 0.2;

/**
 * Watches forecasts come true and says when the next ones are not to be believed. It looks at nothing but the signal, past
 * forecasts and their usual errors: a fault shows because the signal stops doing what was forecast, whatever broke. Causal;
 * allocates nothing after construction; a few microseconds a tick.
 */
export class TrustMonitor {
  readonly #joints: readonly JointWatch[];
  readonly #hold: number;
  #reason: TrustReason | null = null;
  #until = -1;
  #ticks = 0;
  #hidden = 0;

  constructor(options: TrustOptions) {
    this.#joints = Array.from({ length: options.joints }, (_, j) => new JointWatch(options, j));
    this.#hold = Math.round(HOLD_S * options.rate);
  }

  /** The measured sample at `tick`, [joints] deg, NaN where unknown; before the forecast of this tick. */
  observe(tick: number, measured: Float32Array): void {
    let reason: TrustReason | null = null;
    let standing = true;
    for (let j = 0; j < this.#joints.length; j++) {
      reason = this.#joints[j].observe(tick, measured[j]) ?? reason;
      standing &&= this.#joints[j].still;
    }
    if (standing) reason ??= 'standing';
    if (reason !== null) {
      this.#reason = reason;
      this.#until = tick + this.#hold;
    } else if (tick > this.#until) this.#reason = null;
  }

  /** The forecast made at `tick`, [joints * steps] deg, and its scales [joints]. */
  issue(tick: number, mean: Float32Array, scales: Float32Array): void {
    for (let j = 0; j < this.#joints.length; j++) this.#joints[j].issue(tick, mean, scales[j]);
    this.#ticks++;
    if (this.#reason !== null) this.#hidden++;
  }

  /** null: the forecast made now may be shown. */
  get reason(): TrustReason | null {
    return this.#reason;
  }

  /** Share (0-1) of forecasts so far that were hidden; NaN before the first. */
  get hiddenShare(): number {
    return this.#hidden / this.#ticks;
  }
}

class JointWatch {
  readonly #errors: readonly Errors[];
  readonly #rules: readonly {
    errors: Errors;
    over: number;
    limit: number;
    reason: TrustReason;
  }[];
  readonly #flat: FlatWatch;
  readonly #range: RangeWatch;

  constructor({ steps, rate, windowTicks, quantiles }: TrustOptions, joint: number) {
    const byStep = new Map<number, Errors>();
    const rules = RULES.map((rule) => ({ ...rule, step: Math.max(1, Math.round((rule.ms * rate) / 1000)) }));
    for (const { step } of rules)
      if (step <= steps && !byStep.has(step))
        byStep.set(step, new Errors(step, joint * steps, quantiles[joint * steps + step - 1]));
    this.#errors = [...byStep.values()];
    this.#rules = rules.flatMap(({ step, ...rule }) => {
      const errors = byStep.get(step);
      return errors === undefined ? [] : [{ ...rule, errors }];
    });
    this.#flat = new FlatWatch(rate);
    this.#range = new RangeWatch(windowTicks, rate);
  }

  observe(tick: number, value: number): TrustReason | null {
    for (const errors of this.#errors) errors.observe(tick, value);
    this.#range.push(value);
    this.#flat.push(value);
    if (this.#flat.stuck) return 'flat';
    for (const { errors, over, limit, reason } of this.#rules)
      if (errors.meanSize(over) > limit) return reason;
    if (this.#range.beyond) return 'unusual';
    return null;
  }

  issue(tick: number, mean: Float32Array, scale: number): void {
    for (const errors of this.#errors) errors.issue(tick, mean, scale);
  }

  get still(): boolean {
    return this.#range.still;
  }
}
