import { describe, expect, it } from 'vitest';
import { decodeHeader, encodeHeader, fileBytesOf, HEADER_BYTES, type Header } from './header';

const header: Header = {
  iterations: 600_000,
  chunkBytes: 4096,
  contentBytes: 10_000,
  salt: Uint8Array.from({ length: 16 }, (_, i) => i),
  check: Uint8Array.from({ length: 16 }, (_, i) => 255 - i),
};
const whole = fileBytesOf(header);
const codeOf = (bytes: Uint8Array<ArrayBuffer>, size = whole) =>
  decodeHeader(bytes, size).then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('header of a backup', () => {
  it('comes back as it was', async () => {
    const bytes = await encodeHeader(header);
    expect(bytes).toHaveLength(HEADER_BYTES);
    expect(await decodeHeader(bytes, whole)).toEqual(header);
    expect(whole).toBe(72 + 10_000 + 3 * 16);
  });

  it('tells a cut at every length, and a file that is longer', async () => {
    const bytes = await encodeHeader(header);
    for (let n = 1; n < HEADER_BYTES; n++)
      expect(await codeOf(bytes.slice(0, n), n), String(n)).toBe('cut_short');
    for (const n of [HEADER_BYTES, 1000, whole - 1]) expect(await codeOf(bytes, n)).toBe('cut_short');
    expect(await codeOf(bytes, whole + 1)).toBe('damaged');
    expect(await codeOf(new Uint8Array(0), 0)).toBe('not_a_backup');
  });

  it('tells a changed byte wherever it is', async () => {
    const bytes = await encodeHeader(header);
    for (let at = 0; at < HEADER_BYTES; at++) {
      const altered = bytes.slice();
      altered[at] ^= 32;
      expect(await codeOf(altered), `byte ${at}`).toMatch(/^(damaged|not_a_backup|newer_version)$/);
    }
  });

  it('tells other files and a newer version', async () => {
    expect(await codeOf(bytesOf('stridemodel 1 123'.padEnd(100)))).toBe('not_a_backup');
    expect(await codeOf(bytesOf('\0'.repeat(100)))).toBe('not_a_backup');
    const newer = await encodeHeader(header);
    newer[12] = 2;
    expect(await codeOf(newer)).toBe('newer_version');
    // A newer header may be shorter or longer than ours.
    expect(await codeOf(newer.slice(0, 20), 20)).toBe('newer_version');
  });

  it.each([
    { iterations: 599_999 },
    { iterations: 4_000_000_000 },
    { chunkBytes: 0 },
    { chunkBytes: 2 ** 31 },
    { contentBytes: 2 ** 62 },
  ])('is refused where it asks for too little or too much: %o', async (odd) => {
    expect(await codeOf(await encodeHeader({ ...header, ...odd }))).toBe('damaged');
  });
});
