import type { ChannelDescription, DeviceDescription } from '../events';
import { ByteWriter } from './byte-writer';
import {
  AckResult,
  type AckedCommand,
  type AckOutcome,
  BATTERY_UNKNOWN,
  DeviceMessage,
  ENCODING_I16,
  HostMessage,
  UNIT_CODES,
} from './codes';
import { encodeFrame } from './framing';

/**
 * The device's end of the wire: each call makes one frame as wire bytes and counts it. Used by the virtual exoskeleton,
 * by recordings written in the lab and by tests. Throws RangeError for what the wire cannot carry (text above 255 bytes,
 * a frame above 2048).
 */
export class DeviceEncoder {
  private seq: number;

  constructor(firstSeq = 0) {
    this.seq = firstSeq;
  }

  /** `device.protocolVersion` is sent as it is, so that a test can speak another version. */
  describe(device: Omit<DeviceDescription, 'protocol'>): Uint8Array {
    const w = new ByteWriter().u8(device.protocolVersion);
    w.text(device.name).text(device.serial).text(device.firmware).u8(device.streams.length);
    for (const stream of device.streams) {
      w.u8(stream.id).f32(stream.rate).u8(stream.channels.length);
      for (const c of stream.channels) {
        w.text(c.name).u8(UNIT_CODES[c.unit]).u8(ENCODING_I16).f32(c.scale).f32(c.offset);
      }
    }
    return this.frame(DeviceMessage.describe, w);
  }

  /**
   * `raw`: interleaved i16, `count` samples of all of the stream's channels. `clockUs`: device clock of the first
   * sample (low 32 bits are sent). `firstIndex`: its number since start.
   */
  samples(
    stream: number,
    clockUs: number,
    firstIndex: number,
    count: number,
    raw: ArrayLike<number>,
  ): Uint8Array {
    if (count < 1 || count > 255) throw new RangeError(`${count} samples in a frame; 1 to 255`);
    return this.frame(
      DeviceMessage.samples,
      new ByteWriter().u8(stream).u32(clockUs).u32(firstIndex).u8(count).i16s(raw),
    );
  }

  /** `battery` in percent, null: unknown. */
  status(clockUs: number, battery: number | null, flags: number, text: string): Uint8Array {
    const level = battery === null ? BATTERY_UNKNOWN : Math.round(Math.min(100, Math.max(0, battery)));
    return this.frame(DeviceMessage.status, new ByteWriter().u32(clockUs).u8(level).u16(flags).text(text));
  }

  marker(clockUs: number, label: string): Uint8Array {
    return this.frame(DeviceMessage.marker, new ByteWriter().u32(clockUs).text(label));
  }

  heartbeat(clockUs: number, streaming: boolean): Uint8Array {
    return this.frame(DeviceMessage.heartbeat, new ByteWriter().u32(clockUs).u8(streaming ? 1 : 0));
  }

  ack(command: AckedCommand, outcome: AckOutcome): Uint8Array {
    return this.frame(DeviceMessage.ack, new ByteWriter().u8(HostMessage[command]).u8(AckResult[outcome]));
  }

  private frame(type: number, body: ByteWriter): Uint8Array {
    const wire = encodeFrame(type, this.seq, body.bytes());
    this.seq = (this.seq + 1) & 0xffff;
    return wire;
  }
}

/** Physical values (interleaved, `channels.length` a sample) to the wire's i16, clamped to its range. */
export function quantise(values: ArrayLike<number>, channels: readonly ChannelDescription[]): Int16Array {
  const raw = new Int16Array(values.length);
  for (let i = 0; i < raw.length; i++) {
    const { scale, offset } = channels[i % channels.length];
    // The reader has scale and offset as f32; the same numbers here keep the error within half a step.
    const q = Math.round((values[i] - Math.fround(offset)) / Math.fround(scale));
    raw[i] = Math.min(32767, Math.max(-32768, q));
  }
  return raw;
}
