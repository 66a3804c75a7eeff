import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cobsDecodeInPlace, cobsEncode, maxCobsLength } from './cobs';

function encode(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(maxCobsLength(data.length));
  return out.subarray(0, cobsEncode(data, data.length, out, 0));
}

function decode(stuffed: Uint8Array): Uint8Array | null {
  const copy = stuffed.slice();
  const length = cobsDecodeInPlace(copy, copy.length);
  return length < 0 ? null : copy.subarray(0, length);
}

const range = (from: number, to: number) => Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('COBS', () => {
  // The worked examples of Cheshire & Baker's encoding as they are commonly tabulated.
  it.each<[number[], number[]]>([
    [[], [1]],
    [[0], [1, 1]],
    [
      [0, 0],
      [1, 1, 1],
    ],
    [
      [0, 0x11, 0],
      [1, 2, 0x11, 1],
    ],
    [
      [0x11, 0x22, 0, 0x33],
      [3, 0x11, 0x22, 2, 0x33],
    ],
    [
      [0x11, 0, 0, 0],
      [2, 0x11, 1, 1, 1],
    ],
    [[...range(1, 254)], [0xff, ...range(1, 254)]],
    [
      [0, ...range(1, 254)],
      [1, 0xff, ...range(1, 254)],
    ],
    [[...range(1, 255)], [0xff, ...range(1, 254), 2, 0xff]],
    [
      [...range(2, 255), 0],
      [0xff, ...range(2, 255), 1, 1],
    ],
    [
      [...range(3, 255), 0, 1],
      [0xfe, ...range(3, 255), 2, 1],
    ],
  ])('encodes example %#', (data, stuffed) => {
    expect([...encode(Uint8Array.from(data))]).toEqual(stuffed);
    expect([...decode(Uint8Array.from(stuffed))!]).toEqual(data);
  });

  it('round-trips any bytes without a zero on the wire and within its bound', () => {
    const sparse = fc
      .array(fc.constantFrom(0, 1, 0xfe, 0xff), { maxLength: 1200 })
      .map((a) => Uint8Array.from(a));
    const dense = fc.integer({ min: 0, max: 1100 }).map((n) => new Uint8Array(n).fill(7));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 1200 }), sparse, dense), (data) => {
        const stuffed = encode(data);
        expect(stuffed.includes(0)).toBe(false);
        expect(stuffed.length).toBeLessThanOrEqual(maxCobsLength(data.length));
        expect(decode(stuffed)).toEqual(data);
      }),
    );
  });

  it('refuses a code that points past the end, and a zero inside', () => {
    expect(decode(Uint8Array.of(5, 1, 2))).toBeNull();
    expect(decode(Uint8Array.of(3, 1, 0))).toBeNull();
    expect(decode(Uint8Array.of(0))).toBeNull();
  });
});
