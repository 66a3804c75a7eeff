/** What may never happen, whatever is done to a session. */
export type Broken =
  /** Something threw, or a promise failed that nobody caught. */
  | 'crash'
  /** A sample, tick or forecast that nothing on the wire accounts for. */
  | 'invented'
  /** A loss that was not told, told twice, or told with another number. */
  | 'loss'
  /** A restart that was none, or one that went unseen. */
  | 'restart'
  /** Counters that do not add up. */
  | 'count'
  /** The log does not hold what was, or does not open. */
  | 'log'
  /** Something grows that must not. */
  | 'memory'
  /** The trouble is over, and it does not stream. */
  | 'stuck';

export interface Violation {
  readonly what: Broken;
  readonly detail: string;
}

/** What a case showed. The first violations are kept: what follows is mostly their echo. */
export class Findings {
  readonly violations: Violation[] = [];
  static readonly MOST = 8;

  add(what: Broken, detail: string): void {
    if (this.violations.length < Findings.MOST) this.violations.push({ what, detail });
  }

  check(holds: boolean, what: Broken, detail: () => string): void {
    if (!holds) this.add(what, detail());
  }
}
