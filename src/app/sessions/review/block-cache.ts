import { type Block, BLOCK_S, BLOCK_TICKS, type BlockRequest } from '../../../records/review/block';

/** Blocks held: ten minutes of one joint. */
const MOST = 60;
const RATE = BLOCK_TICKS / BLOCK_S;
const ROWS = ['measured', 'mean', 'low', 'high'] as const;

/** Times and values as the chart takes them; null is a gap. */
export interface Stretch {
  readonly xs: readonly number[];
  readonly rows: readonly (readonly (number | null)[])[];
}

/** Gets the blocks around what is looked at, keeps those that were seen last, and cuts stretches out of them. */
export class BlockCache {
  readonly #read: (request: BlockRequest) => Promise<Block | null>;
  readonly #onNews: () => void;
  readonly #blocks: number;
  readonly #held = new Map<number, Block | null>();
  #what: Pick<BlockRequest, 'joint' | 'ms'> = { joint: '', ms: 0 };
  #turn = 0;

  constructor(seconds: number, read: (request: BlockRequest) => Promise<Block | null>, onNews: () => void) {
    this.#blocks = Math.max(1, Math.ceil(seconds / BLOCK_S));
    this.#read = read;
    this.#onNews = onNews;
  }

  show(joint: string, ms: number): void {
    if (joint === this.#what.joint && ms === this.#what.ms) return;
    this.#what = { joint, ms };
    this.#turn++;
    this.#held.clear();
  }

  /** What is there of it now; what is not comes later, and is told. One block on each side is got as well. */
  stretch(fromS: number, toS: number): Stretch {
    const first = Math.floor(fromS / BLOCK_S);
    const last = Math.floor(toS / BLOCK_S);
    for (let index = first; index <= last; index++) this.#want(index);
    this.#want(last + 1);
    this.#want(first - 1);
    const xs: number[] = [];
    const rows: (number | null)[][] = ROWS.map(() => []);
    const end = Math.ceil(toS * RATE);
    for (let tick = Math.max(0, Math.floor(fromS * RATE)); tick <= end; tick++) {
      const block = this.#held.get(Math.floor(tick / BLOCK_TICKS));
      xs.push(tick / RATE);
      ROWS.forEach((row, r) => {
        const value = block?.[row][tick % BLOCK_TICKS];
        rows[r].push(value === undefined || Number.isNaN(value) ? null : value);
      });
    }
    return { xs, rows };
  }

  /** What is between two times is all there. */
  has(fromS: number, toS: number): boolean {
    for (let index = Math.floor(fromS / BLOCK_S); index <= Math.floor(toS / BLOCK_S); index++)
      if (index >= 0 && index < this.#blocks && !this.#held.get(index)) return false;
    return true;
  }

  #want(index: number): void {
    if (index < 0 || index >= this.#blocks) return;
    const held = this.#held.get(index);
    if (held !== undefined) {
      // The one that was looked at last goes last.
      this.#held.delete(index);
      this.#held.set(index, held);
      return;
    }
    const turn = this.#turn;
    this.#held.set(index, null);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= MOST) break;
      this.#held.delete(oldest);
    }
    void this.#read({ ...this.#what, index }).then((block) => {
      if (turn !== this.#turn || block === null || !this.#held.has(index)) return;
      this.#held.set(index, block);
      this.#onNews();
    });
  }
}
