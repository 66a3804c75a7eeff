import type { ChannelName } from './channels';
import type { Hertz } from './units';

/** One channel's past, written twice, so that any last n values lie side by side. */
interface Mirrored {
  readonly input: Float32Array;
  readonly measured: Float32Array;
  /** Ticks since the last input that was not a number. */
  sound: number;
}

/**
 * The last `capacity` ticks of all channels at model rate. Views are zero-copy, oldest first, and valid until the
 * next push. Nothing is allocated by a push.
 */
export class HistoryRing {
  readonly channels: readonly ChannelName[];
  readonly capacity: number;
  readonly rate: Hertz;
  private readonly rows: Mirrored[];
  private readonly byName: ReadonlyMap<ChannelName, Mirrored>;
  private held = 0;
  private next = 0;

  constructor(channels: readonly ChannelName[], capacity: number, rate: Hertz) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`capacity ${capacity}`);
    this.channels = channels;
    this.capacity = capacity;
    this.rate = rate;
    this.rows = channels.map(() => ({
      input: new Float32Array(2 * capacity),
      measured: new Float32Array(2 * capacity),
      sound: 0,
    }));
    this.byName = new Map(channels.map((name, i) => [name, this.rows[i]]));
  }

  /** Number of ticks held, at most the capacity. */
  get length(): number {
    return this.held;
  }

  /** One tick: values in the order of `channels`. NaN stands for a value that never came. */
  push(inputRow: ArrayLike<number>, measuredRow: ArrayLike<number>): void {
    const { next, capacity } = this;
    for (let c = 0; c < this.rows.length; c += 1) {
      const row = this.rows[c];
      const x = inputRow[c];
      row.input[next] = row.input[next + capacity] = x;
      row.measured[next] = row.measured[next + capacity] = measuredRow[c]!;
      row.sound = Number.isFinite(x) ? row.sound + 1 : 0;
    }
    this.next = next + 1 === capacity ? 0 : next + 1;
    if (this.held < capacity) this.held += 1;
  }

  clear(): void {
    this.held = 0;
    this.next = 0;
    for (const row of this.rows) row.sound = 0;
  }

  /** Ticks since any channel's input was missing (or since clear). */
  get soundTicks(): number {
    return this.rows.reduce((least, row) => Math.min(least, row.sound), Infinity);
  }

  /** The same for some channels: what a model that reads only these may look back on. 0 if one is not here. */
  soundTicksOf(channels: readonly ChannelName[]): number {
    let least = Infinity;
    for (const name of channels) least = Math.min(least, this.byName.get(name)?.sound ?? 0);
    return least;
  }

  /** Last `ticks` conditioned values. Throws RangeError if the channel or that many ticks are not held. */
  input(channel: ChannelName, ticks: number): Float32Array {
    return this.view(this.row(channel).input, ticks);
  }

  /** Last `ticks` unfiltered values. Throws RangeError if the channel or that many ticks are not held. */
  measured(channel: ChannelName, ticks: number): Float32Array {
    return this.view(this.row(channel).measured, ticks);
  }

  private row(channel: ChannelName): Mirrored {
    const row = this.byName.get(channel);
    if (row === undefined) throw new RangeError(`no channel ${channel} in this history`);
    return row;
  }

  private view(values: Float32Array, ticks: number): Float32Array {
    if (!(ticks >= 0 && ticks <= this.held)) throw new RangeError(`${ticks} ticks wanted, ${this.held} held`);
    const end = this.next + this.capacity;
    return values.subarray(end - ticks, end);
  }
}
