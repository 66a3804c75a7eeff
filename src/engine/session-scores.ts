/** One cell of a scoreboard: mean absolute error in degrees over `n` forecasts since that scoreboard began. */
export interface ScoreSoFar {
  readonly joint: string;
  readonly forecaster: string;
  readonly n: number;
  readonly mae: number;
}

interface Pool {
  /** Of scoreboards that have ended. */
  n: number;
  sum: number;
  /** Of the one that runs. */
  lastN: number;
  lastSum: number;
}

/** What was on screen, whichever model made it. */
const SHOWN = 'shown';
const PERSONAL = 'personal';

/**
 * Scores of a whole session. A scoreboard begins anew with another model, another calibration or a personal model that is taken
 * or given back; what it had found before still counts.
 */
export class SessionScores {
  readonly #pools = new Map<string, Pool>();

  /** Mean absolute errors of the session so far, deg, by `joint.forecaster`; `joint.shown` is the forecast in use. */
  take(scores: readonly ScoreSoFar[], modelId: string | null): Record<string, number> {
    const personal = new Set(scores.filter((s) => s.forecaster === PERSONAL).map((s) => s.joint));
    for (const { joint, forecaster, n, mae } of scores) {
      this.#add(`${joint}.${forecaster}`, n, mae);
      if (forecaster === (personal.has(joint) ? PERSONAL : modelId)) this.#add(`${joint}.${SHOWN}`, n, mae);
    }
    const all: Record<string, number> = {};
    for (const [key, { n, sum, lastN, lastSum }] of this.#pools)
      if (n + lastN > 0) all[key] = (sum + lastSum) / (n + lastN);
    return all;
  }

  #add(key: string, n: number, mae: number): void {
    let pool = this.#pools.get(key);
    if (pool === undefined) this.#pools.set(key, (pool = { n: 0, sum: 0, lastN: 0, lastSum: 0 }));
    if (n < pool.lastN) {
      pool.n += pool.lastN;
      pool.sum += pool.lastSum;
    }
    pool.lastN = n;
    pool.lastSum = n > 0 ? n * mae : 0;
  }
}
