/** Numbers behind a line of JSON that tells their shapes: what personal models are kept as. Little-endian. */
const NEWLINE = 10;

/** Throws nothing; `head` must be plain data. */
export function writeBytes(
  head: object,
  doubles: readonly Float64Array[],
  floats: readonly Float32Array[],
): Uint8Array {
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  const size = (parts: readonly { length: number }[]) => parts.reduce((n, p) => n + p.length, 0);
  const bytes = new Uint8Array(line.length + 8 * size(doubles) + 4 * size(floats));
  bytes.set(line);
  const view = new DataView(bytes.buffer, line.length);
  let at = 0;
  for (const part of doubles) for (const v of part) view.setFloat64((at += 8) - 8, v, true);
  for (const part of floats) for (const v of part) view.setFloat32((at += 4) - 4, v, true);
  return bytes;
}

/** Reads what `writeBytes` wrote, in its order. Every number must be finite. Throws Error with what is wrong. */
export class ByteReader {
  readonly head: unknown;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    const end = bytes.indexOf(NEWLINE);
    if (end < 0) throw new Error('personal model: no head');
    this.head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    this.#view = new DataView(bytes.buffer, bytes.byteOffset + end + 1, bytes.length - end - 1);
  }

  doubles(n: number): Float64Array {
    this.#need(8 * n);
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) values[i] = this.#view.getFloat64((this.#at += 8) - 8, true);
    return finite(values);
  }

  floats(n: number): Float32Array {
    this.#need(4 * n);
    const values = new Float32Array(n);
    for (let i = 0; i < n; i++) values[i] = this.#view.getFloat32((this.#at += 4) - 4, true);
    return finite(values);
  }

  end(): void {
    if (this.#at !== this.#view.byteLength) throw new Error('personal model: longer than its head says');
  }

  #need(size: number): void {
    if (!(this.#at + size <= this.#view.byteLength)) throw new Error('personal model: cut short');
  }
}

function finite<A extends Float32Array | Float64Array>(values: A): A {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw new Error('personal model: a value that is no number');
  return values;
}
