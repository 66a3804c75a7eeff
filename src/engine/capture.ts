import type { DeviceDescription } from '../device/events';

/** About an hour of a usual device; beyond it the oldest bytes would have to go, so recording stops and says so. */
const MAX_BYTES = 64 * 2 ** 20;

/**
 * The wire bytes since connect, as they came, for the therapist's own file. While a session log has them they are not
 * kept a second time, so that an hour costs no memory.
 */
export class WireCapture {
  truncated = false;
  /** The log takes what comes now. */
  elsewhere = false;
  #passed = 0;
  #chunks: Uint8Array[] = [];
  #size = 0;

  get bytes(): number {
    return this.#size + this.#passed;
  }

  /** Some of what came is not in `take()`. */
  get partial(): boolean {
    return this.truncated || this.#passed > 0;
  }

  add(chunk: Uint8Array): void {
    if (this.elsewhere) {
      this.#passed += chunk.length;
      return;
    }
    if (this.truncated) return;
    if (this.#size + chunk.length > MAX_BYTES) {
      this.truncated = true;
      return;
    }
    this.#chunks.push(chunk.slice());
    this.#size += chunk.length;
  }

  take(): Uint8Array {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    // Kept as one piece: a second save must not copy a million small ones.
    this.#chunks = [all.slice()];
    return all;
  }

  clear(): void {
    this.#chunks = [];
    this.#size = 0;
    this.#passed = 0;
    this.truncated = false;
  }
}

/**
 * A capture as a file that replays as it was. A text device that tells no rate was timed by arrival, which a file does
 * not keep, so the rate found goes in front.
 */
export function captureFile(
  device: DeviceDescription | null,
  bytes: Uint8Array,
): { name: string; bytes: Uint8Array } {
  const stem = (device?.name ?? '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'capture';
  if (device?.protocol !== 'text') return { name: `${stem}.stridelink`, bytes };
  const header = new TextEncoder().encode(`# rate=${device.streams[0]?.rate ?? ''}\n`);
  const file = new Uint8Array(header.length + bytes.length);
  file.set(header);
  file.set(bytes, header.length);
  return { name: `${stem}.txt`, bytes: file };
}
