import type { ByteDecoder, DeviceEvent, LinkCounters, StreamDescription } from '../../src/device/events';
import type { Expected, Reference } from './reference';
import type { Findings } from './verdict';

type Sink = (event: DeviceEvent) => void;

/** The decoder of the live path with the reference beside it: every event is compared before anybody else sees it. */
export class WatchedDecoder implements ByteDecoder {
  readonly #inner: ByteDecoder;
  readonly #reference: Reference;
  readonly #layout: ReadonlyMap<number, StreamDescription>;
  readonly #findings: Findings;
  readonly #heard: (event: DeviceEvent) => void;
  #expected: Expected[] = [];

  constructor(
    inner: ByteDecoder,
    reference: Reference,
    layout: readonly StreamDescription[],
    findings: Findings,
    heard: Sink,
  ) {
    this.#inner = inner;
    this.#reference = reference;
    this.#layout = new Map(layout.map((s) => [s.id, s]));
    this.#findings = findings;
    this.#heard = heard;
  }

  get counters(): Readonly<LinkCounters> {
    return this.#inner.counters;
  }

  push(chunk: Uint8Array, sink: Sink): void {
    const copy = chunk.slice();
    this.#expected = this.#reference.push(chunk);
    this.#inner.push(chunk, (event) => {
      this.#compare(event);
      this.#heard(event);
      sink(event);
    });
    for (const left of this.#expected) this.#miss(left, 'nothing');
    // What a decoder writes into its input would be missing from the log.
    this.#findings.check(Buffer.compare(copy, chunk) === 0, 'log', () => 'the decoder changed the bytes');
  }

  resync(): void {
    this.#reference.resync();
    this.#inner.resync();
  }

  reset(): void {
    this.closeCounts();
    this.#reference.reset();
    this.#inner.reset();
  }

  /** Every run of bytes has been counted as exactly one thing, and every sample as delivered, lost or late. */
  closeCounts(): void {
    const reference = this.#reference;
    if (reference.collisions > 0) return;
    const c = this.counters;
    const seen = c.framesOk + c.framesBad + c.framesUnknown + c.framesDuplicate;
    const same = (name: string, is: number, should: number): void =>
      this.#findings.check(is === should, 'count', () => `${name}: ${is}, and not ${should}`);
    same('frames of any fate', seen, reference.runs);
    same('bytes', c.bytes, reference.bytes);
    same('samples', c.samples, reference.delivered);
    same('samplesLost', c.samplesLost, reference.lost);
  }

  #compare(event: DeviceEvent): void {
    if (event.kind !== 'samples' && event.kind !== 'gap' && event.kind !== 'restart') return;
    // A frame that passed by chance may say anything; it is counted, and the rest of the case proves less.
    if (this.#reference.collisions > 0) {
      this.#expected = [];
      return;
    }
    const expected = this.#expected.shift();
    if (expected === undefined || !this.#agrees(event, expected)) {
      this.#expected = [];
      this.#miss(expected, textOf(event));
    }
  }

  #agrees(event: DeviceEvent, expected: Expected): boolean {
    if (event.kind === 'restart') return expected.kind === 'restart';
    if (event.kind === 'gap')
      return (
        expected.kind === 'gap' && event.stream === expected.stream && event.samples === expected.samples
      );
    if (event.kind !== 'samples' || expected.kind !== 'samples') return false;
    const { block } = event;
    const sent = expected.frame.samples!;
    const { channels } = this.#layout.get(sent.stream)!;
    return (
      block.stream === sent.stream &&
      block.firstIndex === sent.first &&
      block.count === sent.count &&
      block.data.length === sent.raw.length &&
      block.data.every((value, i) => {
        const { scale, offset } = channels[i % channels.length];
        return value === Math.fround(sent.raw[i] * Math.fround(scale) + Math.fround(offset));
      })
    );
  }

  #miss(expected: Expected | undefined, got: string): void {
    if (this.#reference.collisions > 0) return;
    const wanted = expected === undefined ? 'nothing' : textOf(expected);
    const what = `${wanted} ${got}`.includes('restart')
      ? 'restart'
      : `${wanted} ${got}`.includes('gap')
        ? 'loss'
        : 'invented';
    this.#findings.add(what, `${got} instead of ${wanted}`);
  }
}

function textOf(event: DeviceEvent | Expected): string {
  if (event.kind === 'gap') return `gap of ${event.samples} in ${event.stream}`;
  if (event.kind !== 'samples') return event.kind;
  const { stream, first } =
    'block' in event ? { stream: event.block.stream, first: event.block.firstIndex } : event.frame.samples!;
  return `samples ${stream}:${first}`;
}
