/**
 * Consistent Overhead Byte Stuffing (Cheshire & Baker 1999): any bytes become bytes without a zero, so that a zero can
 * end a frame. Costs one byte, and one more for each 254 bytes without a zero.
 */

/** Largest encoded length of `n` bytes, without the delimiter. */
export const maxCobsLength = (n: number): number => n + 1 + Math.floor(n / 254);

/** Stuffs `data[0..length)` into `out` from `at` on; returns the position after the last byte written (no delimiter). */
export function cobsEncode(data: Uint8Array, length: number, out: Uint8Array, at: number): number {
  let codeAt = at;
  let to = at + 1;
  let code = 1;
  for (let i = 0; i < length; i++) {
    const byte = data[i];
    if (byte !== 0) {
      out[to++] = byte;
      code++;
    }
    if (byte === 0 || (code === 0xff && i + 1 < length)) {
      out[codeAt] = code;
      codeAt = to++;
      code = 1;
    }
  }
  out[codeAt] = code;
  return to;
}

/**
 * Unstuffs `data[0..length)` in place. Returns the decoded length, or -1 where the bytes are no COBS (a zero inside, or
 * a code that points past the end).
 */
export function cobsDecodeInPlace(data: Uint8Array, length: number): number {
  let from = 0;
  let to = 0;
  while (from < length) {
    const code = data[from++];
    if (code === 0 || from + code - 1 > length) return -1;
    for (let k = 1; k < code; k++) {
      const byte = data[from++];
      if (byte === 0) return -1;
      data[to++] = byte;
    }
    if (code !== 0xff && from < length) data[to++] = 0;
  }
  return to;
}
