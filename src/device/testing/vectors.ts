import type { DeviceDescription, DeviceEvent } from '../events';
import { DeviceEncoder } from '../stridelink/device-encoder';
import { encodeFrame } from '../stridelink/framing';
import { HostEncoder } from '../stridelink/host-encoder';

/** Test vectors for device makers: docs/stridelink-vectors.json is made of them, and checked against them byte by byte. */
const VECTOR_DEVICE: DeviceDescription = {
  protocol: 'stridelink',
  protocolVersion: 1,
  name: 'Example',
  serial: 'EX-7',
  firmware: '1.2.0',
  streams: [
    { id: 0, rate: 200, channels: [{ name: 'knee_angle_r', unit: 'deg', scale: 0.0078125, offset: 0 }] },
    {
      id: 1,
      rate: 1000,
      channels: [
        { name: 'emg_rf_r', unit: 'mV', scale: 0.00048828125, offset: 0 },
        { name: 'emg_bf_r', unit: 'mV', scale: 0.00048828125, offset: 0.5 },
      ],
    },
  ],
};

interface Vector {
  readonly name: string;
  /** Bytes on the wire, hex, delimiter included. */
  readonly wire: string;
}

export interface Vectors {
  readonly protocol: 'Stridelink';
  readonly version: 1;
  /** CRC-16/CCITT-FALSE of the ASCII digits 123456789. */
  readonly crcCheck: string;
  readonly cobs: readonly { readonly data: string; readonly stuffed: string }[];
  /** One after the other on one wire: the events are those of a decoder that has read all before. */
  readonly deviceToHost: readonly (Vector & { readonly events: readonly unknown[] })[];
  readonly hostToDevice: readonly Vector[];
}

export const hex = (bytes: Uint8Array): string =>
  [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');

export const unhex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** An event as JSON: sample data as a plain list. */
export function plainEvent(event: DeviceEvent): unknown {
  if (event.kind !== 'samples') return JSON.parse(JSON.stringify(event));
  return { kind: 'samples', block: { ...event.block, data: [...event.block.data] } };
}

/** Frames of a session in their order, with one of each type, a loss, a wrapped clock, and what a reader has to drop. */
export function deviceFrames(): { name: string; bytes: Uint8Array }[] {
  const d = new DeviceEncoder(65_532);
  const late = 2 ** 32 - 5000;
  const angles = (first: number, clock: number) => d.samples(0, clock, first, 2, [256 * 10 + first, -128]);
  const frames: [string, Uint8Array][] = [
    ['noise before the first delimiter', Uint8Array.of(0x11, 0x22, 0)],
    ['DESCRIBE', d.describe(VECTOR_DEVICE)],
    ['ACK start, accepted', d.ack('start', 'accepted')],
    ['SAMPLES of stream 0, just before the clock wraps', angles(0, late)],
    ['SAMPLES of stream 1', d.samples(1, late, 0, 3, [0, 0, 32767, -32768, -1, 1])],
    ['STATUS, battery unknown, sequence wrapped to 0', d.status(2 ** 32, null, 1, 'ok')],
    ['STATUS, battery 73 %', d.status(2 ** 32, 73, 0, 'gut ✓')],
    ['MARKER', d.marker(2 ** 32 + 1000, 'heel strike')],
    ['HEARTBEAT, streaming', d.heartbeat(2 ** 32 + 2000, true)],
  ];
  const lost = angles(2, late + 10_000);
  const next = angles(4, late + 20_000);
  frames.push(['SAMPLES after one lost frame of two samples', next]);
  frames.push(['the lost frame, late: dropped', lost]);
  frames.push(['a frame with one bit changed: dropped', next.map((b, i) => (i === 9 ? b ^ 1 : b))]);
  frames.push(['a type that is not known: skipped', encodeFrame(0x30, 6, Uint8Array.of(1, 2, 3))]);
  return frames.map(([name, bytes]) => ({ name, bytes }));
}

export function hostFrames(): { name: string; bytes: Uint8Array }[] {
  const h = new HostEncoder();
  return [
    { name: 'HELLO, version 1, nonce 0x01020304', bytes: h.hello(0x01020304) },
    { name: 'START', bytes: h.start() },
    { name: 'HEARTBEAT', bytes: h.heartbeat() },
    { name: 'STOP_REQUEST', bytes: h.stopRequest() },
    { name: 'STOP', bytes: h.stop() },
  ];
}
