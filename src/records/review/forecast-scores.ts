import type { ChannelName, Side } from '../../gait/channels';
import { RunningRange } from '../../gait/running-range';
import { FIGURE_MS } from './figures';
import type { Span } from './order';
import type { BlockError, ForecastCell, JointForecast, TimelinePart } from './review';

/** Sums kept for each part of the session and horizon. */
const SUMS = 6;
/** Ticks by which a forecast may come after its own tick and still be scored at every horizon: more than any batch of the log has. */
const LATE = 8192;
/** Of these, what is kept for each step of the session's order. */
const BLOCK_SUMS = 3;
const [COUNT, ABSOLUTE, SQUARED, INSIDE, WIDTH, PERSISTENCE] = [0, 1, 2, 3, 4, 5] as const;

interface Place {
  /** Of the horizon in the columns of the forecasts. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Ticks ahead. */
  readonly step: number;
}

interface ScoresOptions {
  readonly joint: ChannelName;
  readonly side: Side;
  /** Columns of the topic of this leg's forecasts. */
  readonly columns: readonly string[];
  readonly horizonsMs: readonly number[];
  readonly rate: number;
  readonly partS: number;
  readonly parts: number;
  /** Steps of the session's order. */
  readonly blocks: readonly Span[];
}

/**
 * Scores the forecasts of one joint that were shown, as ticks and forecasts come: the forecast made at tick k for h ticks ahead
 * against what was measured at tick k + h, and beside it what was measured at k. Ticks come in order; a forecast may come late.
 */
export class ForecastScores {
  readonly joint: ChannelName;
  readonly side: Side;
  readonly #horizonsMs: readonly number[];
  readonly #places: readonly Place[];
  readonly #partS: number;
  readonly #sums: Float64Array;
  readonly #blocks: readonly Span[];
  /** [block][count, absolute, persistence] at FIGURE_MS. */
  readonly #blockSums: Float64Array;
  readonly #range = new RunningRange();
  /** Rings by tick: what was shown [slot][horizon][mean, low, high] and when, what was measured and when. */
  readonly #depth: number;
  readonly #shown: Float32Array;
  readonly #madeAt: Float64Array;
  readonly #truths: Float32Array;
  readonly #truthAt: Float64Array;
  readonly #seconds: Float64Array;

  constructor({ joint, side, columns, horizonsMs, rate, partS, parts, blocks }: ScoresOptions) {
    this.joint = joint;
    this.side = side;
    this.#horizonsMs = horizonsMs;
    this.#places = horizonsMs.map((ms) => ({
      mean: columns.indexOf(`${joint}.mean_${ms}ms`),
      low: columns.indexOf(`${joint}.low_${ms}ms`),
      high: columns.indexOf(`${joint}.high_${ms}ms`),
      step: Math.round((ms * rate) / 1000),
    }));
    this.#partS = partS;
    this.#sums = new Float64Array(parts * horizonsMs.length * SUMS);
    this.#blocks = blocks;
    this.#blockSums = new Float64Array(blocks.length * BLOCK_SUMS);
    this.#depth = Math.max(1, ...this.#places.map((p) => p.step)) + LATE;
    this.#shown = new Float32Array(this.#depth * horizonsMs.length * 3);
    this.#madeAt = new Float64Array(this.#depth).fill(Number.NaN);
    this.#truths = new Float32Array(this.#depth);
    this.#truthAt = new Float64Array(this.#depth).fill(Number.NaN);
    this.#seconds = new Float64Array(this.#depth);
  }

  /** Ticks begin again: nothing that was forecast before is about what comes. */
  restart(): void {
    this.#madeAt.fill(Number.NaN);
    this.#truthAt.fill(Number.NaN);
  }

  forecast(tick: number, values: Float32Array): void {
    const slot = tick % this.#depth;
    this.#madeAt[slot] = tick;
    let at = slot * this.#places.length * 3;
    for (const { mean, low, high } of this.#places) {
      this.#shown[at++] = mean < 0 ? Number.NaN : values[mean];
      this.#shown[at++] = low < 0 ? Number.NaN : values[low];
      this.#shown[at++] = high < 0 ? Number.NaN : values[high];
    }
    for (let h = 0; h < this.#places.length; h++) this.#score(tick, h);
  }

  /** `atS`: since the session's start. */
  truth(tick: number, measured: number, atS: number): void {
    this.#range.push(measured);
    const slot = tick % this.#depth;
    this.#truths[slot] = measured;
    this.#truthAt[slot] = tick;
    this.#seconds[slot] = atS;
    for (let h = 0; h < this.#places.length; h++) this.#score(tick - this.#places[h].step, h);
  }

  /** Of the forecast made at `tick` for horizon `h`, when the later one of it and its truth has come. */
  #score(tick: number, h: number): void {
    if (tick < 0) return;
    const slot = tick % this.#depth;
    const then = tick + this.#places[h].step;
    const thenSlot = then % this.#depth;
    if (this.#madeAt[slot] !== tick || this.#truthAt[slot] !== tick || this.#truthAt[thenSlot] !== then)
      return;
    const at = (slot * this.#places.length + h) * 3;
    const mean = this.#shown[at];
    const measured = this.#truths[thenSlot];
    const before = this.#truths[slot];
    if (!Number.isFinite(mean) || !Number.isFinite(measured) || !Number.isFinite(before)) return;
    const [low, high] = [this.#shown[at + 1], this.#shown[at + 2]];
    const parts = this.#sums.length / (this.#places.length * SUMS);
    const part = Math.min(parts - 1, Math.max(0, Math.floor(this.#seconds[thenSlot] / this.#partS)));
    const to = (part * this.#places.length + h) * SUMS;
    const sums = this.#sums;
    sums[to + COUNT] += 1;
    sums[to + ABSOLUTE] += Math.abs(measured - mean);
    sums[to + SQUARED] += (measured - mean) ** 2;
    sums[to + INSIDE] += measured >= low && measured <= high ? 1 : 0;
    sums[to + WIDTH] += high - low;
    sums[to + PERSISTENCE] += Math.abs(measured - before);
    if (this.#horizonsMs[h] === FIGURE_MS)
      this.#addToBlock(this.#seconds[thenSlot], Math.abs(measured - mean), Math.abs(measured - before));
  }

  #addToBlock(second: number, error: number, still: number): void {
    const block = this.#blocks.findIndex((b) => second >= b.fromS && second < b.toS);
    if (block < 0) return;
    this.#blockSums[block * BLOCK_SUMS] += 1;
    this.#blockSums[block * BLOCK_SUMS + 1] += error;
    this.#blockSums[block * BLOCK_SUMS + 2] += still;
  }

  /** Of the n-th step of the session's order; null where nothing was forecast in it. */
  ofBlock(block: number): BlockError | null {
    const [n, error, still] = this.#blockSums.subarray(block * BLOCK_SUMS, (block + 1) * BLOCK_SUMS);
    return n === 0 ? null : { joint: this.joint, n, mae: error / n, still: still / n };
  }

  /** Null where no forecast of this joint was shown and met its truth. */
  result(): JointForecast | null {
    const parts = this.#sums.length / (this.#places.length * SUMS);
    const range = this.#range.degrees;
    const cells = this.#horizonsMs.map((ms, h): ForecastCell => {
      const total = new Float64Array(SUMS);
      for (let p = 0; p < parts; p++)
        for (let s = 0; s < SUMS; s++) total[s] += this.#sums[(p * this.#places.length + h) * SUMS + s];
      const n = total[COUNT];
      const mae = total[ABSOLUTE] / n;
      const still = total[PERSISTENCE] / n;
      return {
        ms,
        n,
        mae,
        rmse: Math.sqrt(total[SQUARED] / n),
        nmae: (100 * mae) / range,
        coverage: total[INSIDE] / n,
        width: total[WIDTH] / n,
        persistence: { mae: still, nmae: (100 * still) / range },
      };
    });
    if (cells.every((c) => c.n === 0)) return null;
    const timeline = Array.from({ length: parts }, (_, p): TimelinePart => {
      const share = (h: number, sum: number): number => {
        const at = (p * this.#places.length + h) * SUMS;
        return (100 * this.#sums[at + sum]) / this.#sums[at + COUNT] / range;
      };
      return {
        fromS: p * this.#partS,
        toS: (p + 1) * this.#partS,
        nmae: this.#places.map((_p, h) => share(h, ABSOLUTE)),
        persistence: this.#places.map((_p, h) => share(h, PERSISTENCE)),
      };
    });
    return { joint: this.joint, side: this.side, range, cells, timeline };
  }
}
