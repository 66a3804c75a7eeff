import type { ChannelName } from '../channels';
import type { SampleBlock } from '../sample-block';
import type { Hertz, Microseconds, Percent, Seconds } from '../units';

export interface SignalCheckStream {
  readonly id: number;
  readonly rate: Hertz;
  readonly channels: readonly ChannelName[];
}

/** One channel's part of a step, oldest first. */
export interface ChannelPart {
  readonly channel: ChannelName;
  readonly rate: Hertz;
  readonly values: Float32Array;
}

/** The latest `seconds` of one stream at its native rate, and how well its samples kept coming. */
export class StreamRecording {
  readonly stream: SignalCheckStream;
  private readonly capacity: number;
  private readonly rings: readonly Float32Array[];
  private count = 0;
  private lost = 0;
  private readonly seen = new Set<ChannelName>();
  private first: { index: number; us: Microseconds } | null = null;
  private last: { index: number; us: Microseconds } | null = null;

  constructor(stream: SignalCheckStream, seconds: Seconds) {
    this.stream = stream;
    this.capacity = Math.ceil(seconds * stream.rate);
    this.rings = stream.channels.map(() => new Float32Array(this.capacity));
  }

  push(block: SampleBlock): void {
    const width = this.rings.length;
    for (let i = 0; i < block.count; i += 1) {
      const at = (this.count + i) % this.capacity;
      for (let c = 0; c < width; c += 1) {
        const x = block.data[i * width + c];
        this.rings[c][at] = x;
        if (Number.isFinite(x)) this.seen.add(this.stream.channels[c]);
      }
    }
    const start = { index: this.count + this.lost, us: block.startUs };
    this.first ??= start;
    this.last = start;
    this.count += block.count;
  }

  gap(samples: number): void {
    if (this.first !== null) this.lost += samples;
  }

  /** Whether the channel ever had a value. */
  has(channel: ChannelName): boolean {
    return this.seen.has(channel);
  }

  /** Time since the first sample, with what was lost. */
  get seconds(): Seconds {
    return (this.count + this.lost) / this.stream.rate;
  }

  get lostPercent(): Percent {
    return this.count === 0 ? 0 : (100 * this.lost) / (this.count + this.lost);
  }

  /** Rate by the device's own stamps; null before two blocks have come. */
  get stampedRate(): Hertz | null {
    const { first, last } = this;
    if (first === null || last === null || last.us <= first.us) return null;
    return ((last.index - first.index) * 1e6) / (last.us - first.us);
  }

  /** What finite values there are of each channel. */
  parts(): ChannelPart[] {
    const held = Math.min(this.count, this.capacity);
    const from = this.count <= this.capacity ? 0 : this.count % this.capacity;
    return this.stream.channels.map((channel, c) => {
      const ring = this.rings[c];
      const values = Float32Array.from({ length: held }, (_, i) => ring[(from + i) % this.capacity]);
      return { channel, rate: this.stream.rate, values: values.filter(Number.isFinite) };
    });
  }
}
