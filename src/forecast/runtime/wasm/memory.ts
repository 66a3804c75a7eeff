import type { Kernels } from './kernels';

const PAGE = 65536;
const LINE = 64;

/** Hands out the memory of one kernel instance, once: addresses first, then `open` makes them real, all zero. */
export class Arena {
  private next: number;
  private readonly memory: WebAssembly.Memory;

  constructor(kernels: Kernels) {
    this.memory = kernels.memory;
    this.next = aligned(kernels.heapStart());
  }

  /** Byte address of `floats` floats that start on a cache line. */
  floats(floats: number): number {
    const at = this.next;
    this.next = aligned(at + 4 * floats);
    return at;
  }

  /** The memory as floats; the view stays valid, since nothing grows afterwards. */
  open(): Float32Array {
    const missing = this.next - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    return new Float32Array(this.memory.buffer);
  }
}

const aligned = (n: number): number => Math.ceil(n / LINE) * LINE;

/** Rows of kernels are multiples of 8 floats; what is behind the real columns stays 0. */
export const padded = (n: number): number => Math.ceil(n / 8) * 8;
