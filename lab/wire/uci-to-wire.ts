import type { DeviceDescription } from '../../src/device/events';
import { PROTOCOL_VERSION } from '../../src/device/stridelink/codes';
import { DeviceEncoder, quantise } from '../../src/device/stridelink/device-encoder';
import { UCI_MUSCLES, type UciRecording } from '../data/uci';

/** Half a step is 0.0025 deg and 0.00025 mV: far below the 0.1 deg and 14 bit of the recordings. Range 163 deg, 16 mV. */
const DEG_PER_COUNT = Math.fround(0.005);
const MV_PER_COUNT = Math.fround(0.0005);
const EMG_RATE = 1000;
const ANGLE_RATE = 200;
const ANGLE_EVERY = EMG_RATE / ANGLE_RATE;
const FRAME_ROWS = 10;
const FIRST_CLOCK_US = 1_000_000;
const ANGLE_STREAM = 0;
const EMG_STREAM = 1;

export interface WireOptions {
  /** From the start of the recording; default: all of it. */
  readonly seconds?: number;
  /** Channels of the 1 kHz stream in all, 4 to 32: beyond the EMG `aux_1`... are added, EMG with a delay, for load. */
  readonly padTo?: number;
}

/** A recording as the bytes that a device would have sent. */
export interface WireRecording {
  readonly device: DeviceDescription;
  readonly bytes: Uint8Array;
  /** For each frame: bytes up to `end` are out at `timeUs` of the device clock (when its last sample has been taken). */
  readonly frames: readonly { readonly timeUs: number; readonly end: number }[];
  readonly seconds: number;
}

/**
 * A UCI recording as a device on the right leg would send it: `knee_angle_r` at 200 Hz (every fifth row: the recording
 * is the sensor, nothing is smoothed), four EMG at 1 kHz, frames of 10 ms.
 */
export function uciToWire(recording: UciRecording, options: WireOptions = {}): WireRecording {
  const wanted = options.seconds === undefined ? recording.knee.length : options.seconds * EMG_RATE;
  const rows = Math.floor(Math.min(wanted, recording.knee.length) / FRAME_ROWS) * FRAME_ROWS;
  const aux = Math.max(0, (options.padTo ?? UCI_MUSCLES.length) - UCI_MUSCLES.length);
  const device = deviceOf(recording, aux);
  const [angle, emg] = device.streams.map((s) => s.channels);
  const columns = emgColumns(recording, aux);

  const encoder = new DeviceEncoder();
  const parts: Uint8Array[] = [encoder.describe(device)];
  const frames = [{ timeUs: FIRST_CLOCK_US, end: parts[0].length }];
  for (let row = 0; row < rows; row += FRAME_ROWS) {
    const clock = FIRST_CLOCK_US + row * 1000;
    const knee: number[] = [];
    const muscles: number[] = [];
    for (let i = row; i < row + FRAME_ROWS; i++) {
      if (i % ANGLE_EVERY === 0) knee.push(recording.knee[i]);
      for (const column of columns) muscles.push(column(i));
    }
    const first = row / ANGLE_EVERY;
    for (const part of [
      encoder.samples(ANGLE_STREAM, clock, first, knee.length, quantise(knee, angle)),
      encoder.samples(EMG_STREAM, clock, row, FRAME_ROWS, quantise(muscles, emg)),
    ]) {
      parts.push(part);
      frames.push({ timeUs: clock + FRAME_ROWS * 1000, end: frames[frames.length - 1].end + part.length });
    }
  }
  return { device, bytes: joined(parts), frames, seconds: rows / EMG_RATE };
}

function deviceOf(recording: UciRecording, aux: number): DeviceDescription {
  const mv = (name: string) => ({ name, unit: 'mV' as const, scale: MV_PER_COUNT, offset: 0 });
  const muscles = UCI_MUSCLES.map((m) => mv(`${m}_r`));
  const padding = Array.from({ length: aux }, (_, i) => mv(`aux_${i + 1}`));
  return {
    protocol: 'stridelink',
    protocolVersion: PROTOCOL_VERSION,
    name: `UCI recording ${recording.person} ${recording.task}`,
    serial: `uci:${recording.person}`,
    firmware: 'lab wire 1',
    streams: [
      {
        id: ANGLE_STREAM,
        rate: ANGLE_RATE,
        channels: [{ name: 'knee_angle_r', unit: 'deg', scale: DEG_PER_COUNT, offset: 0 }],
      },
      { id: EMG_STREAM, rate: EMG_RATE, channels: [...muscles, ...padding] },
    ],
  };
}

function emgColumns(recording: UciRecording, aux: number): ((row: number) => number)[] {
  return Array.from({ length: UCI_MUSCLES.length + aux }, (_, c) => {
    const signal = recording.emg[UCI_MUSCLES[c % UCI_MUSCLES.length]];
    const delay = c < UCI_MUSCLES.length ? 0 : c;
    return (row: number) => signal[Math.max(0, row - delay)];
  });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
