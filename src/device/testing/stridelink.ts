import type { DeviceDescription, DeviceEvent } from '../events';
import { StridelinkDecoder } from '../stridelink/stridelink-decoder';

/** A small device for tests: one angle at 200 Hz, two EMG at 1 kHz. */
export const TEST_DEVICE: DeviceDescription = {
  protocol: 'stridelink',
  protocolVersion: 1,
  name: 'Testbein',
  serial: 'T-0001',
  firmware: '0.1.0',
  streams: [
    {
      id: 0,
      rate: 200,
      channels: [{ name: 'knee_angle_r', unit: 'deg', scale: Math.fround(0.005), offset: 0 }],
    },
    {
      id: 1,
      rate: 1000,
      channels: [
        { name: 'emg_rf_r', unit: 'mV', scale: Math.fround(0.0005), offset: 0 },
        { name: 'emg_vm_r', unit: 'mV', scale: Math.fround(0.0005), offset: Math.fround(0.25) },
      ],
    },
  ],
};

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Cuts `bytes` at the given places (taken modulo its length). */
export function chunked(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((c) => c % (bytes.length + 1)))].sort((a, b) => a - b);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const to of [...places, bytes.length]) {
    parts.push(bytes.slice(from, to));
    from = to;
  }
  return parts;
}

export function decodeAll(parts: readonly Uint8Array[], decoder = new StridelinkDecoder()) {
  const events: DeviceEvent[] = [];
  for (const part of parts) decoder.push(part, (e) => events.push(e));
  return { events, counters: { ...decoder.counters }, decoder };
}
