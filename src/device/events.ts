import type { SampleBlock } from '../gait/sample-block';
import type { Hertz, Microseconds, Unit } from '../gait/units';

/** What a device says of itself at handshake, and what becomes of its bytes. Both codecs (Stridelink, text) yield these. */
export interface ChannelDescription {
  /** The device's own name; calibration maps it to ours. */
  readonly name: string;
  readonly unit: Unit;
  /** Value in `unit` = raw * scale + offset. 1 and 0 for text lines. */
  readonly scale: number;
  readonly offset: number;
}

export interface StreamDescription {
  readonly id: number;
  readonly rate: Hertz;
  readonly channels: readonly ChannelDescription[];
}

export interface DeviceDescription {
  readonly protocol: 'stridelink' | 'text';
  readonly protocolVersion: number;
  readonly name: string;
  /** Serial number: the key under which calibration is remembered. */
  readonly serial: string;
  readonly firmware: string;
  readonly streams: readonly StreamDescription[];
}

/** Counts since the decoder was made (or reset); monotonic. */
export interface LinkCounters {
  bytes: number;
  framesOk: number;
  /** Frames dropped for COBS, length or CRC. */
  framesBad: number;
  /** Frames missing by sequence: those that never came, and those that came broken. */
  framesLost: number;
  /** Frames of a type we do not know: skipped, never guessed. */
  framesUnknown: number;
  framesDuplicate: number;
  samples: number;
  /** Samples that never came, by each stream's sample counter. */
  samplesLost: number;
}

export type DeviceEvent =
  | { readonly kind: 'describe'; readonly device: DeviceDescription }
  | { readonly kind: 'samples'; readonly block: SampleBlock }
  /** `samples` of `stream` are missing between the last block and the next. */
  | { readonly kind: 'gap'; readonly stream: number; readonly samples: number }
  /** The device's clock or counters started again: everything that looks back in time starts anew. */
  | { readonly kind: 'restart' }
  | {
      readonly kind: 'status';
      readonly battery: number | null;
      readonly flags: number;
      readonly text: string;
      readonly timeUs: Microseconds;
    }
  | { readonly kind: 'marker'; readonly label: string; readonly timeUs: Microseconds }
  | { readonly kind: 'heartbeat'; readonly timeUs: Microseconds; readonly streaming: boolean }
  | { readonly kind: 'ack'; readonly command: 'start' | 'stop' | 'stop_request'; readonly accepted: boolean }
  | {
      readonly kind: 'refused';
      readonly reason: 'unknown_version' | 'bad_description' | 'unknown_protocol';
      /** Plain figures for the message, e.g. the version that the device speaks. */
      readonly detail: string;
    };

/** Bytes in, events out, in order, synchronously. Never throws on any bytes in any chunking. */
export interface ByteDecoder {
  push(chunk: Uint8Array, sink: (event: DeviceEvent) => void): void;
  readonly counters: Readonly<LinkCounters>;
  /** The stream of bytes broke here (a new connection, a line error): what is unfinished is dropped, the place is kept. */
  resync(): void;
  /** Forgets everything: another device. */
  reset(): void;
}
