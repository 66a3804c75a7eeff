import { type Refusal, refuse } from '../../adapt/strides/refusal';
import { isLearnedFrom, strideOf } from '../../adapt/strides/stride-rule';
import { chooseStrides, isForecastable, LEAST_STRIDES, type StrideSet } from '../../adapt/strides/stride-set';
import type { MarkedStride } from '../../adapt/walk';
import { historyTicks } from '../../forecast/features';
import type { FeatureCard } from '../../forecast/model-card';
import type { ChannelName, Side } from '../../gait/channels';
import { type ByHand, type CycleEntry, CycleSet } from '../../gait/cycles/cycle-set';
import { CycleTracker } from '../../gait/cycles/cycle-tracker';
import type { Hertz } from '../../gait/units';
import type { StrideList, StrideView } from '../adapt-protocol';
import { BodyReader } from '../../gait/cycles/body-reader';
import { WalkLog } from './walk-log';

/** What is kept of a walk, s, and of each leg's cycles. */
const KEPT_S = 600;
const KEPT_CYCLES = 60;
/** Strides asked for before adapting is proposed. */
const WANTED_STRIDES = 5;
/** Without a stride the last so many seconds tell why there is none. */
const LOOK_BACK_S = 10;
/** Before that nothing is wrong yet: the walk has only begun. */
const SOONEST_S = 3;

/** Strides to learn from in a walk of their own, and where they lie in the stream. */
export interface Material {
  readonly set: StrideSet;
  readonly ids: readonly (readonly [start: number, id: number])[];
  /** Stream's ticks of training and kept-back strides. */
  readonly training: readonly StreamSpan[];
  readonly keptBack: readonly StreamSpan[];
}

interface StreamSpan {
  readonly startTick: number;
  readonly endTick: number;
}

export type MaterialChoice =
  | { readonly ok: true; readonly material: Material }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/**
 * The strides of both legs as they come, and the walk that they are in, of one source with one calibration. A loss of the connection
 * leaves a hole in it, no more.
 */
export class StrideCollector {
  /** Something is there that the last list did not tell. */
  changed = true;
  readonly #log: WalkLog;
  readonly #tracker: CycleTracker;
  readonly #body: BodyReader;
  readonly #numbers: () => number;
  #cycles = new CycleSet(KEPT_CYCLES);
  #number: number;
  #forecastable = new Map<number, boolean>();
  #judgedFor = '';

  /** `numbers` gives each walk its own. */
  constructor(channels: readonly ChannelName[], rate: Hertz, numbers: () => number) {
    this.#log = new WalkLog(channels, rate, KEPT_S * rate);
    this.#tracker = new CycleTracker(rate);
    this.#body = new BodyReader(channels);
    this.#numbers = numbers;
    this.#number = numbers();
  }

  tick(streamTick: number, input: ArrayLike<number>, measured: ArrayLike<number>): void {
    const missing = this.#log.push(streamTick, input, measured);
    for (let i = 0; i < missing; i++) this.#track(null);
    this.#track(measured);
  }

  /** Takes a stride in or out, or leaves it to its flags; one that is no longer there is left alone. */
  choose(id: number, byHand: ByHand): void {
    if (!this.#cycles.entries.some((e) => e.id === id)) return;
    this.#cycles.choose(id, byHand);
    this.changed = true;
  }

  /** Forgets the strides; the next ones may still look back on what was before. */
  clear(): void {
    this.#cycles = new CycleSet(KEPT_CYCLES);
    this.renumber();
  }

  /** The same steps are a walk of their own from now on: another leg is looked at. */
  renumber(): void {
    this.#number = this.#numbers();
    this.#forecastable.clear();
    this.changed = true;
  }

  /** Strides that would be learned from, after the one with this id. */
  usedSince(side: Side, id: number): number {
    return this.#entries(side).filter((e) => e.id > id && isLearnedFrom(e)).length;
  }

  /** Id of the latest stride of this side; -1 before the first. */
  latest(side: Side): number {
    return this.#entries(side).at(-1)?.id ?? -1;
  }

  list(card: FeatureCard | null, side: Side): StrideList {
    const entries = this.#entries(side);
    const ready = this.#ready(entries, card, side);
    const strides = entries.map((e): StrideView => {
      const { source, startTick, endTick, seconds, curves } = e.cycle;
      return {
        id: e.id,
        side,
        source,
        startTick: this.#log.streamTick(startTick),
        endTick: this.#log.streamTick(endTick - 1) + 1,
        seconds,
        flags: e.flags,
        byHand: e.byHand,
        used: isLearnedFrom(e),
        forecastable: card === null || this.#isForecastable(e, card, side),
        curves,
      };
    });
    const refusals = card === null ? [] : this.#refusals(ready, card, side);
    return { walk: this.#number, side, strides, ready: ready.length, wanted: WANTED_STRIDES, refusals };
  }

  /**
   * The latest `most` strides that can be learned from, copied out of the stream with `back` ticks before them, where there
   * are so many.
   */
  material(card: FeatureCard, side: Side, most: number, back = historyTicks(card)): MaterialChoice {
    const latest = this.#ready(this.#entries(side), card, side).slice(-most);
    if (latest.length === 0) return { ok: false, refusals: this.#refusals([], card, side) };
    const from = this.#startOf(latest, back);
    const walk = this.#log.cut(from, latest[latest.length - 1].cycle.endTick);
    const choice = chooseStrides(walk, rebased(latest, from), card, side);
    if (!choice.ok) return choice;
    const { set } = choice;
    const span = ({ start, end }: MarkedStride): StreamSpan => ({
      startTick: this.#log.streamTick(from + start),
      endTick: this.#log.streamTick(from + end - 1) + 1,
    });
    const ids = latest.map((e) => [e.cycle.startTick - from, e.id] as const);
    return {
      ok: true,
      material: { set, ids, training: set.training.map(span), keptBack: set.keptBack.map(span) },
    };
  }

  #track(measured: ArrayLike<number> | null): void {
    for (const cycle of this.#tracker.push(this.#body.read(measured))) {
      this.#cycles.add(cycle);
      this.changed = true;
    }
  }

  #entries(side: Side): CycleEntry[] {
    return this.#cycles.entries.filter((e) => e.cycle.side === side);
  }

  #ready(entries: readonly CycleEntry[], card: FeatureCard | null, side: Side): CycleEntry[] {
    return entries.filter((e) => isLearnedFrom(e) && (card === null || this.#isForecastable(e, card, side)));
  }

  #isForecastable({ id, cycle }: CycleEntry, card: FeatureCard, side: Side): boolean {
    const judgedFor = `${side} ${card.windowTicks} ${card.inputs.join()}`;
    if (judgedFor !== this.#judgedFor) this.#forecastable.clear();
    this.#judgedFor = judgedFor;
    if (cycle.startTick < this.#log.first + card.windowTicks && this.#log.first > 0) return false;
    let known = this.#forecastable.get(id);
    if (known === undefined) {
      const from = Math.max(this.#log.first, cycle.startTick - card.windowTicks);
      const stride = { start: cycle.startTick - from, end: cycle.endTick - from };
      known = isForecastable(this.#log.view(from), stride, card, side);
      this.#forecastable.set(id, known);
    }
    return known;
  }

  #refusals(ready: readonly CycleEntry[], card: FeatureCard, side: Side): readonly Refusal[] {
    const latest = ready.slice(-WANTED_STRIDES);
    const held = this.#log.end - this.#log.first;
    if (held < SOONEST_S * this.#log.rate) return [refuse('too_few_strides', 0, LEAST_STRIDES)];
    const from =
      latest.length > 0
        ? this.#startOf(latest, card.windowTicks)
        : Math.max(this.#log.first, this.#log.end - LOOK_BACK_S * this.#log.rate);
    const choice = chooseStrides(this.#log.view(from), rebased(latest, from), card, side);
    return choice.ok ? [] : choice.refusals;
  }

  #startOf(strides: readonly CycleEntry[], back: number): number {
    return Math.max(this.#log.first, strides[0].cycle.startTick - back);
  }
}

function rebased(entries: readonly CycleEntry[], from: number): MarkedStride[] {
  return entries.map(strideOf).map(({ start, end, use }) => ({ start: start - from, end: end - from, use }));
}
