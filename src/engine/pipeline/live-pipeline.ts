import type { Side } from '../../gait/channels';
import type { SampleBlock } from '../../gait/sample-block';
import { SHOWN_HORIZONS_MS } from '../../forecast/forecaster';
import type { NoForecastReason, ScoreTable } from '../protocol';
import type { ForecastLane } from './forecast-lane';
import { type MappedStream, TickSource } from './tick-source';

export const MODEL_RATE = 100;
/** Ticks of history held: networks look back on 13 s of strides where they can. */
const HISTORY_TICKS = 1300;
/** Every n-th tick is forecast: 100, 50, 33, 20, 10, 5 Hz at the model rate. */
export const STRIDES = [1, 2, 3, 5, 10, 20] as const;

export interface PipelineListener {
  /** Each tick, before its forecast. One value a channel: `measured` as it came, `input` conditioned. */
  tick?(tick: number, measured: Float32Array, input: Float32Array): void;
  /** Forecasts of all lanes for `tick` are in `lanes[i].shown`. */
  forecast?(tick: number): void;
}

/**
 * From calibrated blocks to scored forecasts: a function of the blocks and the executor, whatever their timing. The
 * engine and `lab score` run this same class. With an executor that reads back (a promise), one forecast is under way
 * at a time; the tick that falls due meanwhile waits as long as it is still the newest, and is counted as missed after.
 */
export class LivePipeline {
  readonly source: TickSource;
  /** Ticks that were forecast; left out by a lowered rate; left out for want of time. */
  forecasts = 0;
  skipped = 0;
  missed = 0;
  #lanes: readonly ForecastLane[] = [];
  #stride = 1;
  #underWay = false;
  #waiting = -1;
  #lastGapTick = Number.NEGATIVE_INFINITY;
  #era = 0;
  readonly #listener: PipelineListener;

  constructor(streams: readonly MappedStream[], listener: PipelineListener) {
    this.#listener = listener;
    this.source = new TickSource(streams, MODEL_RATE, HISTORY_TICKS, this.#onTick);
  }

  get lanes(): readonly ForecastLane[] {
    return this.#lanes;
  }

  /** The affected leg first. Scores start again; a forecast under way for the old lanes is dropped. */
  setLanes(lanes: readonly ForecastLane[]): void {
    this.#era++;
    this.#underWay = false;
    this.#waiting = -1;
    for (const lane of this.#lanes) lane.dispose();
    this.#lanes = lanes;
    this.forecasts = 0;
    this.skipped = 0;
    this.missed = 0;
  }

  /** Another lane for one leg, of the same joints. The other leg, its scores and all counts go on. */
  replaceLane(lane: ForecastLane): void {
    this.#era++;
    this.#underWay = false;
    this.#waiting = -1;
    this.#lanes = this.#lanes.map((old) => {
      if (old.lane.side !== lane.lane.side) return old;
      old.dispose();
      return lane;
    });
  }

  /** Shows this leg first; scores go on. */
  putFirst(side: Side): void {
    this.#lanes = [...this.#lanes].sort(
      (a, b) => Number(b.lane.side === side) - Number(a.lane.side === side),
    );
  }

  get stride(): number {
    return this.#stride;
  }

  set stride(ticks: number) {
    this.#stride = ticks;
  }

  block(block: SampleBlock): void {
    this.source.block(block);
  }

  gap(stream: number, samples: number): void {
    this.source.gap(stream, samples);
    this.#lastGapTick = this.source.tick;
  }

  /** The device started again: see TickSource.restart. */
  restart(): void {
    this.source.restart();
    this.#lastGapTick = this.source.tick;
  }

  /** Why there is no forecast now; null when there is one. */
  noForecast(): NoForecastReason | null {
    if (this.source.tick < 0) return 'not_streaming';
    const lane = this.#lanes[0];
    if (lane === undefined || !this.#lanes.some((l) => l.hasNetwork)) return 'no_model_fits';
    return this.#obstacle(lane) ?? lane.distrust;
  }

  scores(): ScoreTable {
    const tables = this.#lanes.map((lane) => lane.scoreboard.table(SHOWN_HORIZONS_MS));
    return {
      horizonsMs: tables[0]?.horizonsMs ?? [...SHOWN_HORIZONS_MS],
      range: tables.flatMap((t) => t.range),
      rows: tables.flatMap((t) => t.rows),
    };
  }

  readonly #onTick = (tick: number, measured: Float32Array, input: Float32Array): void => {
    for (const lane of this.#lanes) lane.observe(tick, this.source, measured);
    this.#listener.tick?.(tick, measured, input);
    this.#forecastAt(tick);
  };

  #forecastAt(tick: number): void {
    if (!this.#lanes.some(this.#isReady)) return;
    if (tick % this.#stride !== 0) {
      this.skipped++;
      return;
    }
    if (this.#underWay) {
      if (this.#waiting >= 0) this.missed++;
      this.#waiting = tick;
      return;
    }
    this.#run(tick);
  }

  /** All legs read the history now, at this very tick, also where their results come later. */
  #run(tick: number): void {
    let pending: Promise<void>[] | null = null;
    for (const lane of this.#lanes) {
      if (!this.#isReady(lane)) {
        lane.shown.fill(Number.NaN);
        continue;
      }
      const later = lane.run(tick, this.source);
      if (later !== undefined) (pending ??= []).push(later);
    }
    if (pending === null) {
      this.#made(tick);
      return;
    }
    this.#underWay = true;
    void this.#finishLater(tick, pending, this.#era);
  }

  async #finishLater(tick: number, pending: readonly Promise<void>[], era: number): Promise<void> {
    const results = await Promise.allSettled(pending);
    if (era !== this.#era) return;
    // A rejected run (a lost GL context): this tick has no forecast, and the executor's owner sees `lost`.
    if (results.every((r) => r.status === 'fulfilled')) this.#made(tick);
    else this.missed++;
    this.#underWay = false;
    const waiting = this.#waiting;
    this.#waiting = -1;
    if (waiting < 0) return;
    if (waiting === this.source.tick) this.#forecastAt(waiting);
    else this.missed++;
  }

  #made(tick: number): void {
    this.forecasts++;
    this.#listener.forecast?.(tick);
  }

  readonly #isReady = (lane: ForecastLane): boolean => this.#obstacle(lane) === null;

  #obstacle(lane: ForecastLane): NoForecastReason | null {
    const { history, tick } = this.source;
    if (history.soundTicksOf(lane.inputs) < lane.windowTicks) {
      return tick - this.#lastGapTick < 2 * lane.windowTicks && this.#lastGapTick >= 0
        ? 'gap'
        : 'window_filling';
    }
    if (this.source.ticksInRange(lane.inputs) < lane.windowTicks) return 'out_of_range';
    return null;
  }
}
