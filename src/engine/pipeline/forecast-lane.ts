import type { Forecaster } from '../../forecast/forecaster';
import { IntervalTracker } from '../../forecast/interval';
import type { IntervalFactors } from '../../forecast/interval-shape';
import { Scoreboard } from '../../forecast/scoreboard';
import { TrustMonitor, type TrustReason } from '../../forecast/trust/trust-monitor';
import type { ChannelName, Side } from '../../gait/channels';
import type { Lane } from '../protocol';
import type { TickSource } from './tick-source';

/** What is shown as the forecast: a network, or whatever else was chosen. It belongs to whoever made it. */
export interface ShownForecaster extends Forecaster {
  /** Scale of each output at the last forecast, deg: the interval's unit. */
  readonly scales: Float32Array;
}

interface LaneParts {
  readonly side: Side;
  /** null where no model fits: the baselines run alone. */
  readonly network: ShownForecaster | null;
  readonly baselines: readonly Forecaster[];
  /** Where the interval starts, [joints * steps], in units of the network's scale. */
  readonly intervalQuantiles: readonly number[];
  /** What widens or narrows it by where the joint is in its movement. */
  readonly intervalFactors?: IntervalFactors | null;
  readonly rate: number;
}

/**
 * One leg: its network and the baselines beside it, the interval, and the scores of them all. Every forecaster
 * forecasts the same ticks, those at which all of their windows are full.
 */
export class ForecastLane {
  readonly lane: Lane;
  readonly steps: number;
  readonly scoreboard: Scoreboard;
  readonly forecasters: readonly Forecaster[];
  readonly hasNetwork: boolean;
  /** Channels that any of them reads, and the longest window. */
  readonly inputs: readonly ChannelName[];
  readonly windowTicks: number;
  /** Latest forecast shown: [joints][3][steps] = mean, low, high, deg. */
  readonly shown: Float32Array;
  readonly #network: ShownForecaster | null;
  readonly #interval: IntervalTracker | null;
  readonly #factors: IntervalFactors | null;
  readonly #trust: TrustMonitor | null;
  /** Latest forecast of each forecaster, [joints * steps]. */
  readonly #means: Float32Array[];
  readonly #low: Float32Array;
  readonly #high: Float32Array;
  readonly #truth: Float32Array;
  #places: readonly number[] | null = null;

  constructor({ side, network, baselines, intervalQuantiles, intervalFactors, rate }: LaneParts) {
    this.forecasters = network === null ? baselines : [network, ...baselines];
    const first = this.forecasters[0];
    if (first === undefined) throw new RangeError('a lane needs a forecaster');
    const joints = [...first.outputs];
    const size = joints.length * first.steps;
    this.lane = { side, joints };
    this.steps = first.steps;
    this.hasNetwork = network !== null;
    this.inputs = [...new Set(this.forecasters.flatMap((f) => f.inputs))];
    this.windowTicks = Math.max(...this.forecasters.map((f) => f.windowTicks));
    this.scoreboard = new Scoreboard(
      this.forecasters.map((f) => ({ id: f.id, kind: f.kind, interval: f === network })),
      joints,
      this.steps,
      rate,
    );
    this.shown = new Float32Array(3 * size).fill(Number.NaN);
    this.#network = network;
    this.#factors = intervalFactors ?? null;
    this.#interval =
      network === null ? null : new IntervalTracker(joints.length, this.steps, intervalQuantiles);
    this.#trust =
      network === null
        ? null
        : new TrustMonitor({
            joints: joints.length,
            steps: this.steps,
            rate,
            windowTicks: network.windowTicks,
            quantiles: intervalQuantiles,
          });
    this.#means = this.forecasters.map(() => new Float32Array(size));
    this.#low = new Float32Array(size);
    this.#high = new Float32Array(size);
    this.#truth = new Float32Array(joints.length);
  }

  /** The sample at `tick`: scores the forecasts that were made for it. */
  observe(tick: number, source: TickSource, measured: Float32Array): void {
    this.#places ??= this.lane.joints.map((name) => source.channels.indexOf(name));
    for (let j = 0; j < this.#truth.length; j++) this.#truth[j] = measured[this.#places[j]];
    this.scoreboard.truth(tick, this.#truth);
    this.#interval?.observe(tick, this.#truth);
    this.#trust?.observe(tick, this.#truth);
  }

  /** Makes the forecasts at the newest tick of `source`; a promise where the executor has a read-back. */
  run(tick: number, source: TickSource): void | Promise<void> {
    if (this.#network !== null) this.#factors?.read(source.history);
    let pending: Promise<void>[] | null = null;
    for (let i = 0; i < this.forecasters.length; i++) {
      const later = this.forecasters[i].forecast(source.history, this.#means[i]);
      if (later !== undefined) (pending ??= []).push(later);
    }
    if (pending === null) return this.#finish(tick);
    return Promise.all(pending).then(() => this.#finish(tick));
  }

  /** Latest forecast of the forecaster with this id, [joints * steps]; null where there is none. */
  latest(id: string): Float32Array | null {
    const i = this.forecasters.findIndex((f) => f.id === id);
    return i < 0 ? null : this.#means[i];
  }

  /** Why what was forecast at the newest tick is not shown; null where it is. */
  get distrust(): TrustReason | null {
    return this.#trust?.reason ?? null;
  }

  /** Share (0-1) of this lane's forecasts that were not shown; null before the first. */
  get hiddenShare(): number | null {
    const share = this.#trust?.hiddenShare ?? Number.NaN;
    return Number.isFinite(share) ? share : null;
  }

  /** Where the interval is now, as it began: for a lane that goes on from here. */
  get quantiles(): number[] | null {
    const interval = this.#interval;
    if (interval === null) return null;
    return this.lane.joints.flatMap((_, j) =>
      Array.from({ length: this.steps }, (_, h) => interval.quantile(j, h + 1)),
    );
  }

  dispose(): void {
    for (const forecaster of this.forecasters) if (forecaster !== this.#network) forecaster.dispose();
  }

  #finish(tick: number): void {
    const { steps } = this;
    if (this.#interval !== null && this.#network !== null) {
      const factors = this.#factors?.values;
      this.#interval.issue(tick, this.#means[0], this.#network.scales, this.#low, this.#high, factors);
      this.#trust?.issue(tick, this.#means[0], this.#network.scales);
    } else {
      this.#low.fill(Number.NaN);
      this.#high.fill(Number.NaN);
    }
    for (let i = 0; i < this.forecasters.length; i++) {
      if (i === 0 && this.hasNetwork)
        this.scoreboard.forecast(0, tick, this.#means[0], this.#low, this.#high);
      else this.scoreboard.forecast(i, tick, this.#means[i]);
    }
    // Scored like any other, but nobody sees it.
    if (this.distrust !== null) {
      this.shown.fill(Number.NaN);
      return;
    }
    for (let j = 0; j < this.lane.joints.length; j++) {
      const from = j * steps;
      // Without a network nothing is shown as forecast: the baselines only stand beside one.
      if (this.hasNetwork) copy(this.#means[0], from, steps, this.shown, 3 * from);
      copy(this.#low, from, steps, this.shown, 3 * from + steps);
      copy(this.#high, from, steps, this.shown, 3 * from + 2 * steps);
    }
  }
}

/** Without the views that `set` would need. */
function copy(source: Float32Array, from: number, count: number, target: Float32Array, to: number): void {
  for (let i = 0; i < count; i++) target[to + i] = source[from + i];
}
