import type { Walk, WalkChannel } from '../../adapt/walk';
import type { ChannelName } from '../../gait/channels';
import type { Hertz } from '../../gait/units';

/** Of a hole in the ticks so much is kept, as missing values: longer than any window looks back without a break. */
const HOLE_TICKS = 300;
const START_TICKS = 1024;

/**
 * The ticks of the present stream, conditioned and unfiltered, as they came: at least the last `most`, at most twice as many. Ticks are counted
 * from 0 without jumps (a long hole is shortened), so they are those of the walk, not of the stream; `streamTick` leads back.
 */
export class WalkLog {
  readonly channels: readonly ChannelName[];
  readonly rate: Hertz;
  /** Oldest tick held, and one past the latest. */
  first = 0;
  end = 0;
  readonly #most: number;
  readonly #rows: { input: Float32Array; measured: Float32Array }[];
  /** Where stream and walk part: walk tick, and the stream's tick there. */
  readonly #joints: { readonly walk: number; readonly stream: number }[] = [];
  #capacity = START_TICKS;
  #lastStream = Number.NEGATIVE_INFINITY;

  constructor(channels: readonly ChannelName[], rate: Hertz, most: number) {
    this.channels = channels;
    this.rate = rate;
    this.#most = most;
    this.#rows = channels.map(() => ({
      input: new Float32Array(START_TICKS),
      measured: new Float32Array(START_TICKS),
    }));
  }

  /** One tick of the stream, one value a channel. Returns how many missing ticks were put before it. */
  push(streamTick: number, input: ArrayLike<number>, measured: ArrayLike<number>): number {
    const jump = streamTick !== this.#lastStream + 1;
    let missing = 0;
    if (jump) {
      if (this.end > 0) missing = Math.min(HOLE_TICKS, Math.max(0, streamTick - this.#lastStream - 1));
      for (let i = 0; i < missing; i++) this.#append(null, null);
      this.#joints.push({ walk: this.end, stream: streamTick });
    }
    this.#lastStream = streamTick;
    this.#append(input, measured);
    return missing;
  }

  /** The stream's tick at a tick of the walk that is no hole. */
  streamTick(walkTick: number): number {
    const joint = this.#joints.findLast((j) => j.walk <= walkTick);
    return joint === undefined ? walkTick : joint.stream + walkTick - joint.walk;
  }

  /** From a tick of the walk on, without copying: tick 0 of it is `from`. Valid until the next push. */
  view(from = this.first): Walk {
    return this.#walk(from - this.first, this.end - this.first, (values, a, b) => values.subarray(a, b));
  }

  /** Ticks [from, to) of the walk in arrays of their own; tick 0 of it is `from`. */
  cut(from: number, to: number): Walk {
    return this.#walk(from - this.first, to - this.first, (values, a, b) => values.slice(a, b));
  }

  #walk(
    from: number,
    to: number,
    part: (values: Float32Array, from: number, to: number) => Float32Array,
  ): Walk {
    const channels: Record<ChannelName, WalkChannel> = {};
    this.channels.forEach((name, c) => {
      const { input, measured } = this.#rows[c];
      channels[name] = { input: part(input, from, to), measured: part(measured, from, to) };
    });
    return { rate: this.rate, ticks: to - from, channels };
  }

  #append(input: ArrayLike<number> | null, measured: ArrayLike<number> | null): void {
    if (this.end - this.first === this.#capacity) this.#makeRoom();
    const at = this.end - this.first;
    for (let c = 0; c < this.#rows.length; c++) {
      this.#rows[c].input[at] = input === null ? Number.NaN : input[c];
      this.#rows[c].measured[at] = measured === null ? Number.NaN : measured[c];
    }
    this.end++;
  }

  #makeRoom(): void {
    const grown = Math.min(2 * this.#capacity, 2 * this.#most);
    if (grown > this.#capacity) {
      for (const row of this.#rows) {
        row.input = larger(row.input, grown);
        row.measured = larger(row.measured, grown);
      }
      this.#capacity = grown;
      return;
    }
    const dropped = this.#capacity - this.#most;
    for (const { input, measured } of this.#rows) {
      input.copyWithin(0, dropped);
      measured.copyWithin(0, dropped);
    }
    this.first += dropped;
  }
}

function larger(values: Float32Array, length: number): Float32Array {
  const grown = new Float32Array(length);
  grown.set(values);
  return grown;
}
