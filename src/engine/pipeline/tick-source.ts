import { type ChannelName, channelInfo } from '../../gait/channels';
import { HistoryRing } from '../../gait/ring';
import type { SampleBlock } from '../../gait/sample-block';
import { StreamConditioner } from '../../gait/tick-conditioner';
import { TickMerger } from '../../gait/tick-merger';
import type { Hertz, Microseconds } from '../../gait/units';

/** A stream after calibration: our channel names only. */
export interface MappedStream {
  readonly id: number;
  readonly rate: Hertz;
  readonly channels: readonly ChannelName[];
}

/** Ticks between the last one before a device restart and the first after it: longer than any forecast reaches. */
const RESTART_JUMP = 100;

type OnTick = (tick: number, measured: Float32Array, input: Float32Array) => void;

interface StreamSlot {
  readonly stream: MappedStream;
  readonly place: number;
  conditioner: StreamConditioner | null;
}

/**
 * Calibrated blocks of all streams in, whole ticks out, with their history at model rate. Tick 0 is the first sample
 * of the first stream with a joint angle, on the device clock; arrival plays no part.
 */
export class TickSource {
  readonly channels: readonly ChannelName[];
  readonly history: HistoryRing;
  /** Latest tick given out; -1 before the first. */
  tick = -1;
  /** Ticks given out since the start: fewer than `tick + 1` where long gaps made the number jump. */
  count = 0;
  /** Latest tick with a value no sound sensor gives, by channel place. */
  readonly outOfRangeAt: Int32Array;
  readonly #slots: StreamSlot[];
  readonly #rate: Hertz;
  readonly #onTick: OnTick;
  readonly #limits: Float32Array;
  #merger: TickMerger;
  #originUs: Microseconds | null = null;
  #offset = 0;

  constructor(streams: readonly MappedStream[], rate: Hertz, historyTicks: number, onTick: OnTick) {
    this.#rate = rate;
    this.#onTick = onTick;
    this.#slots = streams.map((stream, place) => ({ stream, place, conditioner: null }));
    this.#merger = this.#newMerger();
    this.channels = this.#merger.channels;
    this.history = new HistoryRing(this.channels, historyTicks, rate);
    this.outOfRangeAt = new Int32Array(this.channels.length).fill(-1_000_000);
    this.#limits = new Float32Array(this.channels.length * 2);
    this.channels.forEach((name, i) => {
      const [min, max] = channelInfo(name)?.plausible ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      this.#limits[2 * i] = min;
      this.#limits[2 * i + 1] = max;
    });
  }

  /** The block's channels are those of its stream. Blocks of streams that are not mapped are ignored. */
  block(block: SampleBlock): void {
    const slot = this.#slots.find((s) => s.stream.id === block.stream);
    if (slot === undefined || block.count === 0) return;
    if (this.#originUs === null) {
      if (slot !== this.#primary()) return;
      this.#originUs = block.startUs;
    }
    slot.conditioner ??= new StreamConditioner({
      channels: slot.stream.channels,
      rate: slot.stream.rate,
      modelRate: this.#rate,
      originUs: this.#originUs,
    });
    slot.conditioner.push(block, (tick, input, measured) => {
      this.#merger.push(slot.place, tick, input, measured, this.#take);
    });
  }

  gap(stream: number, samples: number): void {
    this.#slots.find((s) => s.stream.id === stream)?.conditioner?.gap(samples);
  }

  /** The device's clock began anew: filters and history are emptied, tick numbers go on after a hole. */
  restart(): void {
    this.#offset = this.tick < 0 ? 0 : this.tick + RESTART_JUMP;
    this.#originUs = null;
    for (const slot of this.#slots) slot.conditioner = null;
    this.#merger = this.#newMerger();
    this.history.clear();
  }

  /** Ticks since any of these channels was out of its plausible range. */
  ticksInRange(channels: readonly ChannelName[]): number {
    let least = Number.POSITIVE_INFINITY;
    for (const name of channels) {
      const place = this.channels.indexOf(name);
      if (place >= 0) least = Math.min(least, this.tick - this.outOfRangeAt[place]);
    }
    return least;
  }

  readonly #take = (mergedTick: number, input: Float32Array, measured: Float32Array): void => {
    const tick = mergedTick + this.#offset;
    // A tick that no stream gave: the history may not pretend that its neighbours are adjacent.
    if (this.tick >= 0 && tick !== this.tick + 1) this.history.clear();
    this.tick = tick;
    this.count++;
    this.history.push(input, measured);
    for (let i = 0; i < measured.length; i++) {
      const value = measured[i];
      if (value < this.#limits[2 * i] || value > this.#limits[2 * i + 1]) this.outOfRangeAt[i] = tick;
    }
    this.#onTick(tick, measured, input);
  };

  #primary(): StreamSlot | undefined {
    const hasAngle = (s: StreamSlot) => s.stream.channels.some((c) => channelInfo(c)?.kind === 'angle');
    return this.#slots.find(hasAngle) ?? this.#slots[0];
  }

  #newMerger(): TickMerger {
    return new TickMerger(
      this.#slots.map((s) => s.stream.channels),
      this.#rate,
    );
  }
}
