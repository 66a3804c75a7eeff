import { isDescribe, isStartAccepted, readFrame, readSamples, type SampleFrame } from './wire-frame';

/** A frame as the device made it, before anything could happen to it. */
export interface SentFrame {
  /** Which switch-on of the device, from 0, and which frame of it. */
  readonly boot: number;
  readonly order: number;
  readonly samples: SampleFrame | null;
  readonly describes: boolean;
  readonly startAccepted: boolean;
}

/** Everything that was ever said by the device, found again by its very bytes. */
export class SentFrames {
  readonly #byBytes = new Map<string, SentFrame>();
  samples = 0;
  frames = 0;

  /** `wire` ends with its delimiter. */
  add(wire: Uint8Array, boot: number, order: number): void {
    const stuffed = wire.subarray(0, -1);
    const frame = readFrame(stuffed);
    if (frame === null) throw new Error('the device made a frame that is none');
    const samples = readSamples(frame);
    this.frames++;
    this.samples += samples?.count ?? 0;
    this.#byBytes.set(keyOf(stuffed), {
      boot,
      order,
      samples,
      describes: isDescribe(frame),
      startAccepted: isStartAccepted(frame),
    });
  }

  /** Bytes between two delimiters; undefined where nobody sent these. */
  find(stuffed: Uint8Array): SentFrame | undefined {
    return this.#byBytes.get(keyOf(stuffed));
  }
}

const keyOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
