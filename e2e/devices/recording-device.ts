import type { Duplex } from 'node:stream';
import { DeviceEncoder } from '../../src/device/stridelink/device-encoder';
import { HostDecoder } from '../../src/device/stridelink/host-decoder';
import type { HostCommand } from '../../src/device/stridelink/host-decoder';
import type { Recording } from './recording';
import { streamOf } from './recording';

export interface RecordingDeviceOptions {
  /** Stops to give samples after this time (it goes on to answer and to beat); by default it begins again for ever. */
  seconds?: number;
  /** Protocol version that it claims to speak. */
  protocolVersion?: number;
  /** Hears everything and says nothing. */
  silent?: boolean;
}

/** When a frame was given to the wire. Epoch ms of this process: performance.timeOrigin + performance.now(). */
export interface SentFrame {
  readonly stream: number;
  readonly startUs: number;
  readonly lastUs: number;
  readonly atEpochMs: number;
}

/** What a microcontroller with USB can keep for a host that is late, bytes. */
export const DEVICE_BUFFER = 32_768;

const epochMs = (): number => performance.timeOrigin + performance.now();

/**
 * A device that walks as somebody once walked: it speaks Stridelink on a wire and gives a recording's samples at real
 * speed, by its own clock. Like a device with a battery it does not notice that the cable is out, and goes on counting.
 */
export class RecordingDevice {
  /** Commands heard, in order. */
  readonly heard: HostCommand['kind'][] = [];
  /** Frames with samples, in order. */
  readonly sent: SentFrame[] = [];
  /** Share of bytes that the cable turns into others, 0-1. Set it at any time. */
  corruptShare = 0;
  /** Everything that it said since START, for the lab to score; filled only after `keepWire()`. */
  readonly #said: Uint8Array[] = [];
  #keeps = false;
  readonly #recording: Recording;
  readonly #options: RecordingDeviceOptions;
  readonly #wire: Duplex;
  readonly #encoder = new DeviceEncoder();
  readonly #decoder = new HostDecoder();
  readonly #onData = (chunk: Uint8Array): void => this.#decoder.push(chunk, (command) => this.#obey(command));
  #timer: NodeJS.Timeout | null = null;
  #startedAt = 0;
  #next = 0;
  #round = 0;
  #lastBeat = 0;
  #bytes = 0;
  #samples = 0;
  #random = 0x2545f491;

  constructor(wire: Duplex, recording: Recording, options: RecordingDeviceOptions = {}) {
    this.#wire = wire;
    this.#recording = recording;
    this.#options = options;
    wire.on('data', this.#onData);
  }

  /** Bytes written since it was made. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Samples counted since START, heard or not. */
  get samples(): number {
    return this.#samples;
  }

  get streaming(): boolean {
    return this.#timer !== null;
  }

  /** All samples of `seconds` have been given. */
  get finished(): boolean {
    return this.#options.seconds !== undefined && this.#positionUs() >= this.#options.seconds * 1e6;
  }

  /** From now on it keeps what it says. */
  keepWire(): void {
    this.#keeps = true;
  }

  /** What it said since `keepWire()`: a .stridelink file. */
  wireBytes(): Uint8Array {
    return Buffer.concat(this.#said);
  }

  dispose(): void {
    this.#stop();
    this.#wire.off('data', this.#onData);
  }

  #obey(command: HostCommand): void {
    this.heard.push(command.kind);
    if (this.#options.silent) return;
    const { device } = this.#recording;
    switch (command.kind) {
      case 'hello':
        this.#say(
          this.#encoder.describe({
            ...device,
            protocolVersion: this.#options.protocolVersion ?? device.protocolVersion,
          }),
        );
        break;
      case 'start':
        this.#say(this.#encoder.ack('start', this.streaming ? 'already' : 'accepted'));
        if (!this.streaming) this.#start();
        break;
      case 'stop':
        this.#stop();
        this.#say(this.#encoder.ack('stop', 'accepted'));
        break;
      case 'stop_request':
        this.#say(this.#encoder.ack('stop_request', 'accepted'));
        break;
      case 'heartbeat':
        this.#say(this.#encoder.heartbeat(this.#clockUs(), this.streaming));
        break;
    }
  }

  #start(): void {
    this.#startedAt = epochMs();
    this.#next = this.#round = this.#samples = 0;
    this.#lastBeat = this.#startedAt;
    this.#timer = setInterval(() => this.#catchUp(), 1);
  }

  #stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #clockUs(): number {
    const passed = this.streaming ? (epochMs() - this.#startedAt) * 1000 : 0;
    return Math.round(this.#recording.startUs + passed);
  }

  /** Recording time of the next frame's last sample, us since start. */
  #positionUs(): number {
    const { frames, startUs, durationUs } = this.#recording;
    return frames[this.#next].lastUs - startUs + this.#round * durationUs;
  }

  /** Says what is due by now, in one write: timers are late, the device's clock is not. */
  #catchUp(): void {
    const { frames, durationUs, device } = this.#recording;
    const now = epochMs();
    const dueUs = (now - this.#startedAt) * 1000;
    const parts: Uint8Array[] = [];
    while (!this.finished && this.#positionUs() <= dueUs) {
      const frame = frames[this.#next];
      const shiftUs = this.#round * durationUs;
      const { rate } = streamOf(device, frame.stream);
      const firstIndex =
        frame.firstIndex - this.#firstIndexOf(frame.stream) + Math.round((shiftUs * rate) / 1e6);
      parts.push(
        this.#encoder.samples(frame.stream, frame.startUs + shiftUs, firstIndex, frame.count, frame.raw),
      );
      this.#samples += frame.count;
      this.sent.push({
        stream: frame.stream,
        startUs: frame.startUs + shiftUs,
        lastUs: frame.lastUs + shiftUs,
        atEpochMs: now,
      });
      this.#next++;
      if (this.#next === frames.length) {
        this.#next = 0;
        this.#round++;
      }
    }
    if (now - this.#lastBeat >= 1000) {
      this.#lastBeat = now;
      parts.push(this.#encoder.heartbeat(this.#clockUs(), true));
    }
    if (parts.length > 0) this.#say(Buffer.concat(parts));
  }

  #firstIndexOf(stream: number): number {
    return this.#recording.frames.find((frame) => frame.stream === stream)!.firstIndex;
  }

  #say(bytes: Uint8Array): void {
    const out = this.corruptShare > 0 ? this.#corrupted(bytes) : bytes;
    if (this.#keeps) this.#said.push(out);
    this.#bytes += out.length;
    this.#wire.write(out);
  }

  /** Each byte with the same chance becomes another one. */
  #corrupted(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte) =>
      this.#uniform() < this.corruptShare ? byte ^ (1 + Math.floor(this.#uniform() * 255)) : byte,
    );
  }

  /** xorshift32: the same noise in every run. */
  #uniform(): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x;
    return (x >>> 0) / 2 ** 32;
  }
}
