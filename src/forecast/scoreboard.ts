import type { ChannelName } from '../gait/channels';
import { skill } from '../gait/metrics';
import { RunningRange } from '../gait/running-range';
import { Pairing } from './pairing';

/** Ticks by which a forecast may come late and still be scored at every step. */
const LATE = 100;
const RECENT_SECONDS = 10;
/** The recent window moves in steps of half a second, so it holds the last 9.5 to 10 s. */
const BUCKETS = 20;
/** Sums kept for each forecaster, joint and step. */
const SUMS = 4;
const [SQUARED, ABSOLUTE, INSIDE, WIDTH] = [0, 1, 2, 3] as const;

export interface ScoredForecaster {
  readonly id: string;
  readonly kind: 'network' | 'baseline';
  /** It gives a 90 % interval with each forecast. */
  readonly interval: boolean;
}

/** What a forecaster reached on one joint at one step. NaN where nothing has been scored yet. */
export interface Score {
  /** Truths scored: the same for every forecaster. */
  n: number;
  rmse: number;
  mae: number;
  /** Percent of the range of the joint seen so far (at least 20 deg). */
  nmae: number;
  /** 1 - rmse / rmse of persistence. */
  skill: number;
  /** Share of truths inside the interval, and its mean width, deg; null without an interval. */
  coverage: number | null;
  width: number | null;
}

export type ScoreSpan = 'total' | 'recent';

/**
 * Scores forecasts as the truth arrives: the forecast made at tick k for step h against the sample at tick k + h.
 * Every forecaster is scored on the very same ticks: a tick counts only when all of them forecast it, and a step only
 * when all forecasts and the truth are finite. Live pipeline and lab use this one class, so their figures are equal.
 * Allocates nothing per tick.
 */
export class Scoreboard {
  readonly forecasters: readonly ScoredForecaster[];
  readonly joints: readonly ChannelName[];
  readonly steps: number;
  readonly rate: number;
  readonly #size: number;
  readonly #pairing: Pairing;
  readonly #persistence: number;
  /** Which forecasters have forecast the tick of a row, as a count, and that tick. */
  readonly #have: Uint8Array;
  readonly #rowTick: Float64Array;
  /** Rings for each forecaster: [row][joint * steps]. */
  readonly #means: Float32Array[];
  readonly #lows: (Float32Array | null)[];
  readonly #highs: (Float32Array | null)[];
  readonly #truths: Float32Array;
  readonly #ranges: readonly RunningRange[];
  readonly #total: Sums;
  readonly #recent: readonly Sums[];
  readonly #ticksPerBucket: number;
  #bucket = 0;
  #ticksScored = 0;

  constructor(
    forecasters: readonly ScoredForecaster[],
    joints: readonly ChannelName[],
    steps: number,
    rate: number,
  ) {
    this.forecasters = forecasters;
    this.joints = joints;
    this.steps = steps;
    this.rate = rate;
    this.#size = joints.length * steps;
    this.#pairing = new Pairing(steps, LATE, (row, step, truthRow) => this.#score(row, step, truthRow));
    this.#persistence = forecasters.findIndex((f) => f.id === 'persistence');
    const depth = this.#pairing.depth;
    this.#have = new Uint8Array(depth);
    this.#rowTick = new Float64Array(depth).fill(-1);
    const ring = () => new Float32Array(depth * this.#size);
    this.#means = forecasters.map(ring);
    this.#lows = forecasters.map((f) => (f.interval ? ring() : null));
    this.#highs = forecasters.map((f) => (f.interval ? ring() : null));
    this.#truths = new Float32Array(depth * joints.length);
    this.#ranges = joints.map(() => new RunningRange());
    this.#total = new Sums(forecasters.length, this.#size);
    this.#recent = Array.from({ length: BUCKETS }, () => new Sums(forecasters.length, this.#size));
    this.#ticksPerBucket = Math.max(1, Math.round((RECENT_SECONDS * rate) / BUCKETS));
  }

  /** Forecast of forecaster number `index` made at `tick`, deg, [joints * steps]; `low` and `high` if it has an interval. */
  forecast(index: number, tick: number, mean: Float32Array, low?: Float32Array, high?: Float32Array): void {
    const row = this.#pairing.row(tick);
    if (this.#rowTick[row] !== tick) {
      this.#rowTick[row] = tick;
      this.#have[row] = 0;
    }
    copyRow(mean, this.#means[index], row, this.#size);
    const lows = this.#lows[index];
    const highs = this.#highs[index];
    if (lows && highs) {
      if (!low || !high) throw new TypeError(`${this.forecasters[index]?.id}: interval missing`);
      copyRow(low, lows, row, this.#size);
      copyRow(high, highs, row, this.#size);
    }
    this.#have[row] += 1;
    if (this.#have[row] === this.forecasters.length) {
      this.#ticksScored++;
      this.#pairing.forecast(tick);
    }
  }

  /** Unfiltered, calibrated sample at `tick`, [joints] deg; NaN where it is not known. Ticks ascend. */
  truth(tick: number, measured: Float32Array): void {
    const bucket = Math.floor(tick / this.#ticksPerBucket);
    if (bucket !== this.#bucket) {
      const first = Math.max(this.#bucket + 1, bucket - BUCKETS + 1);
      for (let b = first; b <= bucket; b++) this.#recent[b % BUCKETS].clear();
      this.#bucket = bucket;
    }
    const row = this.#pairing.row(tick);
    for (let j = 0; j < this.joints.length; j++) {
      this.#truths[row * this.joints.length + j] = measured[j];
      this.#ranges[j].push(measured[j]);
    }
    this.#pairing.truth(tick);
  }

  /** Ticks at which every forecaster made a forecast. */
  get ticksScored(): number {
    return this.#ticksScored;
  }

  /** Range of a joint seen so far, at least 20 deg: what NMAE divides by. */
  range(joint: number): number {
    return this.#ranges[joint].degrees;
  }

  score(index: number, joint: number, step: number, span: ScoreSpan): Score {
    const i = joint * this.steps + step - 1;
    const n = this.#n(i, span);
    const rmse = Math.sqrt(this.#sum(index, i, SQUARED, span) / n);
    const mae = this.#sum(index, i, ABSOLUTE, span) / n;
    const reference =
      this.#persistence < 0 ? Number.NaN : Math.sqrt(this.#sum(this.#persistence, i, SQUARED, span) / n);
    const interval = this.forecasters[index]?.interval === true;
    return {
      n,
      rmse,
      mae,
      nmae: (100 * mae) / this.range(joint),
      skill: skill(rmse, reference),
      coverage: interval ? this.#sum(index, i, INSIDE, span) / n : null,
      width: interval ? this.#sum(index, i, WIDTH, span) / n : null,
    };
  }

  /** Everything that the score table shows, at the given horizons. */
  table(horizonsMs: readonly number[]): {
    horizonsMs: number[];
    range: { joint: ChannelName; deg: number }[];
    rows: {
      forecaster: string;
      kind: 'network' | 'baseline';
      joint: ChannelName;
      recent: Score[];
      total: Score[];
    }[];
  } {
    const shown = horizonsMs.filter((ms) => this.#stepOf(ms) >= 1 && this.#stepOf(ms) <= this.steps);
    const scores = (f: number, j: number, span: ScoreSpan) =>
      shown.map((ms) => this.score(f, j, this.#stepOf(ms), span));
    return {
      horizonsMs: shown,
      range: this.joints.map((joint, j) => ({ joint, deg: this.range(j) })),
      rows: this.joints.flatMap((joint, j) =>
        this.forecasters.map((f, i) => ({
          forecaster: f.id,
          kind: f.kind,
          joint,
          recent: scores(i, j, 'recent'),
          total: scores(i, j, 'total'),
        })),
      ),
    };
  }

  #stepOf(ms: number): number {
    return Math.round((ms * this.rate) / 1000);
  }

  #n(i: number, span: ScoreSpan): number {
    if (span === 'total') return this.#total.n[i];
    let n = 0;
    for (const bucket of this.#recent) n += bucket.n[i];
    return n;
  }

  #sum(index: number, i: number, what: number, span: ScoreSpan): number {
    const at = (index * this.#size + i) * SUMS + what;
    if (span === 'total') return this.#total.values[at];
    let sum = 0;
    for (const bucket of this.#recent) sum += bucket.values[at];
    return sum;
  }

  #score(row: number, step: number, truthRow: number): void {
    const recent = this.#recent[this.#bucket % BUCKETS];
    for (let j = 0; j < this.joints.length; j++) {
      const truth = this.#truths[truthRow * this.joints.length + j];
      const i = j * this.steps + step - 1;
      const at = row * this.#size + i;
      if (!Number.isFinite(truth) || !this.#allFinite(at)) continue;
      this.#total.n[i] = this.#total.n[i] + 1;
      recent.n[i] = recent.n[i] + 1;
      for (let f = 0; f < this.#means.length; f++) {
        const error = truth - this.#means[f][at];
        const to = (f * this.#size + i) * SUMS;
        this.#total.add(to + SQUARED, error * error);
        recent.add(to + SQUARED, error * error);
        this.#total.add(to + ABSOLUTE, Math.abs(error));
        recent.add(to + ABSOLUTE, Math.abs(error));
        const lows = this.#lows[f];
        const highs = this.#highs[f];
        if (!lows || !highs) continue;
        const low = lows[at];
        const high = highs[at];
        const inside = truth >= low && truth <= high ? 1 : 0;
        this.#total.add(to + INSIDE, inside);
        recent.add(to + INSIDE, inside);
        this.#total.add(to + WIDTH, high - low);
        recent.add(to + WIDTH, high - low);
      }
    }
  }

  #allFinite(at: number): boolean {
    for (const mean of this.#means) if (!Number.isFinite(mean[at])) return false;
    return true;
  }
}

/** Sums over scored truths: n [joints * steps] is common, values are [forecaster][joint * steps][SUMS]. */
class Sums {
  readonly n: Float64Array;
  readonly values: Float64Array;

  constructor(forecasters: number, size: number) {
    this.n = new Float64Array(size);
    this.values = new Float64Array(forecasters * size * SUMS);
  }

  add(at: number, value: number): void {
    this.values[at] = this.values[at] + value;
  }

  clear(): void {
    this.n.fill(0);
    this.values.fill(0);
  }
}

function copyRow(from: Float32Array, to: Float32Array, row: number, size: number): void {
  const at = row * size;
  for (let i = 0; i < size; i++) to[at + i] = from[i];
}
