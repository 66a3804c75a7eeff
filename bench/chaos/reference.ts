import type { StreamDescription } from '../../src/device/events';
import type { SentFrame, SentFrames } from './sent';
import { readFrame } from './wire-frame';

/** What a decoder must say of the bytes that it was given: no more, no less, in this order. */
export type Expected =
  | { readonly kind: 'samples'; readonly frame: SentFrame }
  | { readonly kind: 'gap'; readonly stream: number; readonly samples: number }
  | { readonly kind: 'restart' };

interface Stream {
  readonly rate: number;
  next: number | null;
  fromZero: boolean;
}

/** After START, what is missing before the first block is a loss if it is less than this. */
const MISSED_START_S = 2;
/** docs/protocol.md: the last byte run that is kept; a longer one is dropped once. */
const NOTHING = new Uint8Array(0);

/**
 * A second decoder, which cheats: it knows what was sent. It looks for sent frames between delimiters, whole and
 * unchanged, and says what follows for samples, losses and restarts by the sample counters alone.
 */
export class Reference {
  /** Frames that passed their CRC though nobody sent them. */
  collisions = 0;
  /** Runs of bytes between delimiters, however they ended. */
  runs = 0;
  bytes = 0;
  /** Samples of frames that arrived whole, and what became of them. */
  delivered = 0;
  lost = 0;
  late = 0;
  readonly #sent: SentFrames;
  readonly #layout: readonly StreamDescription[];
  #run: Uint8Array = NOTHING;
  #described = false;
  #boot: number | null = null;
  #newest = -1;
  #streams = new Map<number, Stream>();

  constructor(sent: SentFrames, layout: readonly StreamDescription[]) {
    this.#sent = sent;
    this.#layout = layout;
    this.reset();
  }

  push(chunk: Uint8Array): Expected[] {
    this.bytes += chunk.length;
    const expected: Expected[] = [];
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      const run = joined(this.#run, chunk.subarray(from, end));
      this.#run = NOTHING;
      from = end + 1;
      if (run.length === 0) continue;
      this.runs++;
      const frame = this.#sent.find(run);
      if (frame !== undefined) this.#take(frame, expected);
      else if (readFrame(run) !== null) this.collisions++;
    }
    this.#run = joined(this.#run, chunk.subarray(from));
    return expected;
  }

  resync(): void {
    if (this.#run.length > 0) this.runs++;
    this.#run = NOTHING;
  }

  reset(): void {
    this.#run = NOTHING;
    this.#described = false;
    this.#boot = null;
    this.#newest = -1;
    this.#streams = new Map(
      this.#layout.map(({ id, rate }) => [id, { rate, next: null, fromZero: false }] as const),
    );
    this.runs = this.bytes = this.delivered = this.lost = this.late = 0;
  }

  #take(frame: SentFrame, out: Expected[]): void {
    const late = frame.boot === this.#boot && frame.order <= this.#newest;
    if (frame.describes) this.#described = true;
    if (frame.samples !== null) return this.#takeSamples(frame, out);
    if (late) return;
    if (frame.boot === this.#boot) this.#newest = frame.order;
    if (frame.startAccepted && this.#described) for (const s of this.#streams.values()) s.fromZero = true;
  }

  #takeSamples(frame: SentFrame, out: Expected[]): void {
    const { stream: id, first, count } = frame.samples!;
    const stream = this.#streams.get(id);
    if (stream === undefined || !this.#described) return;
    if (frame.boot !== this.#boot) {
      if (this.#boot !== null) out.push({ kind: 'restart' });
      for (const s of this.#streams.values()) s.next = null;
      this.#boot = frame.boot;
      this.#newest = -1;
    }
    if (stream.next !== null && first < stream.next) {
      this.late += count;
      return;
    }
    this.#newest = Math.max(this.#newest, frame.order);
    const missedStart = stream.fromZero && first / stream.rate < MISSED_START_S ? first : 0;
    const lost = stream.next === null ? missedStart : first - stream.next;
    if (lost > 0) out.push({ kind: 'gap', stream: id, samples: lost });
    out.push({ kind: 'samples', frame });
    this.lost += lost;
    this.delivered += count;
    stream.next = first + count;
    stream.fromZero = false;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
