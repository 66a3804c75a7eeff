import type { SampleBlock } from '../../gait/sample-block';
import type { ByteDecoder, DeviceDescription, DeviceEvent, LinkCounters, StreamDescription } from '../events';
import { newCounters } from '../link-counters';
import { ByteReader } from './byte-reader';
import { AckResult, BATTERY_UNKNOWN, commandOfCode, DeviceMessage } from './codes';
import { readDescription, sameDevice } from './describe';
import { DeviceClock } from './device-clock';
import { type FrameSink, FrameReader } from './framing';
import { Sequence } from './sequence';
import { StreamTracker } from './stream-tracker';

type Sink = (event: DeviceEvent) => void;

interface Stream {
  readonly description: StreamDescription;
  readonly names: readonly string[];
  readonly tracker: StreamTracker;
}

/**
 * Stridelink 1, device to host (docs/protocol.md). Keeps its place across a reconnect: a device that went on counting
 * while it was away gives one exact gap, one that started anew gives `restart`.
 */
export class StridelinkDecoder implements ByteDecoder {
  private readonly frames = new FrameReader();
  private readonly sequence = new Sequence();
  private readonly clock = new DeviceClock();
  private readonly streams = new Map<number, Stream>();
  private readonly count: LinkCounters = newCounters();
  private device: DeviceDescription | null = null;
  private sink: Sink = () => undefined;
  private readonly frameSink: FrameSink = {
    frame: (type, seq, body) => this.onFrame(type, seq, body),
    bad: () => void this.count.framesBad++,
  };

  get counters(): Readonly<LinkCounters> {
    return this.count;
  }

  push(chunk: Uint8Array, sink: Sink): void {
    this.count.bytes += chunk.length;
    this.sink = sink;
    this.frames.push(chunk, this.frameSink);
  }

  resync(): void {
    if (this.frames.unfinished) this.count.framesBad++;
    this.frames.reset();
    this.sequence.resync();
  }

  reset(): void {
    this.frames.reset();
    this.sequence.reset();
    this.clock.reset();
    this.streams.clear();
    this.device = null;
    Object.assign(this.count, newCounters());
  }

  private onFrame(type: number, seq: number, body: Uint8Array): void {
    const { count } = this;
    if (type === DeviceMessage.describe) {
      count.framesOk++;
      count.framesLost += this.sequence.introduce(seq);
      return this.onDescribe(new ByteReader(body));
    }
    const { late, lost } = this.sequence.follow(seq);
    count.framesLost += lost;
    if (type === DeviceMessage.samples) return this.onSamples(new ByteReader(body), late, seq);
    if (late) return void count.framesDuplicate++;
    const event = this.parse(type, new ByteReader(body));
    if (event === 'unknown') return void count.framesUnknown++;
    if (event === 'malformed') return void count.framesBad++;
    count.framesOk++;
    this.sink(event);
  }

  private onDescribe(r: ByteReader): void {
    const described = readDescription(r);
    if ('refused' in described) {
      this.device = null;
      this.streams.clear();
      this.sink({ kind: 'refused', reason: described.refused, detail: described.detail });
      return;
    }
    if (this.device === null || !sameDevice(this.device, described.device)) {
      this.streams.clear();
      this.clock.reset();
      for (const description of described.device.streams) {
        this.streams.set(description.id, {
          description,
          names: description.channels.map((c) => c.name),
          tracker: new StreamTracker(description.rate),
        });
      }
    }
    this.device = described.device;
    this.sink({ kind: 'describe', device: described.device });
  }

  private onSamples(r: ByteReader, late: boolean, seq: number): void {
    const { count } = this;
    const id = r.u8();
    const stamp = r.u32();
    const firstIndex = r.u32();
    const samples = r.u8();
    if (!r.ok) return void count.framesBad++;
    const stream = this.streams.get(id);
    if (stream === undefined) {
      // Before the first description (a device found streaming) this is no fault; after it, it is not ours to guess.
      if (this.device === null) count.framesOk++;
      else count.framesUnknown++;
      return;
    }
    const { channels, rate } = stream.description;
    if (samples === 0 || r.left !== samples * channels.length * 2) return void count.framesBad++;

    let startUs = this.clock.unwrap(stamp);
    let verdict = stream.tracker.judge(firstIndex, startUs, samples, late);
    if (verdict.kind === 'late') return void count.framesDuplicate++;
    if (verdict.kind === 'restart') {
      this.sequence.rejoin(seq);
      this.clock.reset();
      startUs = this.clock.unwrap(stamp);
      for (const s of this.streams.values()) s.tracker.forget();
      this.sink({ kind: 'restart' });
      verdict = stream.tracker.judge(firstIndex, startUs, samples, false);
    }
    if (verdict.kind === 'next' && verdict.lost > 0) {
      count.samplesLost += verdict.lost;
      this.sink({ kind: 'gap', stream: id, samples: verdict.lost });
    }
    stream.tracker.accept(firstIndex, startUs, samples);
    count.framesOk++;
    count.samples += samples;

    const width = channels.length;
    const data = new Float32Array(samples * width);
    for (let i = 0; i < data.length; i++) {
      const { scale, offset } = channels[i % width];
      data[i] = r.i16() * scale + offset;
    }
    const block: SampleBlock = {
      stream: id,
      channels: stream.names,
      rate,
      firstIndex,
      startUs,
      count: samples,
      data,
    };
    this.sink({ kind: 'samples', block });
  }

  private parse(type: number, r: ByteReader): DeviceEvent | 'unknown' | 'malformed' {
    switch (type) {
      case DeviceMessage.status: {
        const stamp = r.u32();
        const battery = r.u8();
        const flags = r.u16();
        const text = r.text();
        if (!r.complete || (battery > 100 && battery !== BATTERY_UNKNOWN)) return 'malformed';
        const known = battery === BATTERY_UNKNOWN ? null : battery;
        return { kind: 'status', battery: known, flags, text, timeUs: this.clock.unwrap(stamp) };
      }
      case DeviceMessage.marker: {
        const stamp = r.u32();
        const label = r.text();
        return r.complete ? { kind: 'marker', label, timeUs: this.clock.unwrap(stamp) } : 'malformed';
      }
      case DeviceMessage.heartbeat: {
        const stamp = r.u32();
        const streaming = r.u8();
        if (!r.complete || streaming > 1) return 'malformed';
        return { kind: 'heartbeat', timeUs: this.clock.unwrap(stamp), streaming: streaming === 1 };
      }
      case DeviceMessage.ack: {
        const command = commandOfCode(r.u8());
        const result = r.u8();
        if (!r.complete || command === undefined || result > AckResult.already) return 'malformed';
        if (command === 'start' && result === AckResult.accepted) {
          for (const s of this.streams.values()) s.tracker.begin();
        }
        return { kind: 'ack', command, accepted: result !== AckResult.refused };
      }
      default:
        return 'unknown';
    }
  }
}
