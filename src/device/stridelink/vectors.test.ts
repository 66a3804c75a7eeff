import { readFileSync, writeFileSync } from 'node:fs';
import crc16 from 'crc/calculators/crc16ccitt';
import { describe, expect, it } from 'vitest';
import { deviceFrames, hex, hostFrames, plainEvent, unhex, type Vectors } from '../testing/vectors';
import { cobsDecodeInPlace, cobsEncode, maxCobsLength } from './cobs';
import { type HostCommand, HostDecoder } from './host-decoder';
import { StridelinkDecoder } from './stridelink-decoder';

const FILE = new URL('../../../docs/stridelink-vectors.json', import.meta.url);

const COBS_DATA = [
  '',
  '00',
  '0000',
  '11223300',
  '11000000',
  '00'.repeat(3),
  'ab'.repeat(254),
  'ab'.repeat(255),
  '01'.repeat(254) + '00',
];

function stuffed(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(maxCobsLength(data.length));
  return out.subarray(0, cobsEncode(data, data.length, out, 0));
}

/** What this code makes of the cases. `UPDATE_VECTORS=1 npx vitest run vectors` writes it to the file. */
function fromCode(): Vectors {
  const decoder = new StridelinkDecoder();
  return {
    protocol: 'Stridelink',
    version: 1,
    crcCheck: crc16(new TextEncoder().encode('123456789')).toString(16),
    cobs: COBS_DATA.map((data) => ({ data, stuffed: hex(stuffed(unhex(data))) })),
    deviceToHost: deviceFrames().map(({ name, bytes }) => {
      const events: unknown[] = [];
      decoder.push(bytes, (e) => events.push(plainEvent(e)));
      return { name, wire: hex(bytes), events };
    }),
    hostToDevice: hostFrames().map(({ name, bytes }) => ({ name, wire: hex(bytes) })),
  };
}

if (process.env.UPDATE_VECTORS === '1') writeFileSync(FILE, `${JSON.stringify(fromCode(), null, 1)}\n`);

describe('docs/stridelink-vectors.json', () => {
  const file = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;

  it('is what this code makes, byte for byte', () => {
    expect(fromCode()).toEqual(file);
  });

  it('has the check value that is published for CRC-16/CCITT-FALSE', () => {
    expect(file.crcCheck).toBe('29b1');
  });

  it('decodes to the events that it names', () => {
    const decoder = new StridelinkDecoder();
    for (const { name, wire, events } of file.deviceToHost) {
      const got: unknown[] = [];
      decoder.push(unhex(wire), (e) => got.push(plainEvent(e)));
      expect(got, name).toEqual(events);
    }
    expect(decoder.counters).toMatchObject({
      framesBad: 2,
      framesDuplicate: 1,
      framesUnknown: 1,
      framesLost: 1,
      samplesLost: 2,
    });
  });

  it('unstuffs to the data that it names', () => {
    for (const { data, stuffed: wire } of file.cobs) {
      const bytes = unhex(wire);
      const length = cobsDecodeInPlace(bytes, bytes.length);
      expect(hex(bytes.subarray(0, length))).toBe(data);
    }
  });

  it('is understood by a device', () => {
    const got: HostCommand[] = [];
    const device = new HostDecoder();
    for (const { wire } of file.hostToDevice) device.push(unhex(wire), (c) => got.push(c));
    expect(got).toEqual([
      { kind: 'hello', version: 1, nonce: 0x01020304 },
      { kind: 'start' },
      { kind: 'heartbeat' },
      { kind: 'stop_request' },
      { kind: 'stop' },
    ]);
  });
});
