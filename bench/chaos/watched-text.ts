import type { ByteDecoder, DeviceEvent, LinkCounters } from '../../src/device/events';
import type { Findings } from './verdict';

type Sink = (event: DeviceEvent) => void;

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;
const KEPT_LINES = 4096;

/**
 * The decoder of the live path on a device that prints text. A text line has no CRC: one that was changed on the way is
 * another line. So a row is sound when its numbers stand in a line that came.
 */
export class WatchedText implements ByteDecoder {
  rows = 0;
  /** Descriptions that differ from the first: a header that was changed on the way. */
  layouts = new Set<string>();
  readonly #inner: ByteDecoder;
  readonly #findings: Findings;
  readonly #heard: Sink;
  #lines: string[] = [];
  #open = '';

  constructor(inner: ByteDecoder, findings: Findings, heard: Sink) {
    this.#inner = inner;
    this.#findings = findings;
    this.#heard = heard;
  }

  get counters(): Readonly<LinkCounters> {
    return this.#inner.counters;
  }

  push(chunk: Uint8Array, sink: Sink): void {
    const text = this.#open + Buffer.from(chunk).toString('latin1');
    const lines = text.split(/[\r\n]/);
    this.#open = lines.pop()!.slice(-2 * KEPT_LINES);
    this.#lines = [...this.#lines, ...lines].slice(-KEPT_LINES);
    this.#inner.push(chunk, (event) => {
      if (event.kind === 'samples') this.#check(event.block.data);
      if (event.kind === 'describe') this.layouts.add(JSON.stringify(event.device.streams));
      this.#heard(event);
      sink(event);
    });
  }

  resync(): void {
    this.#open = '';
    this.#inner.resync();
  }

  reset(): void {
    this.closeCounts();
    this.#open = '';
    this.rows = 0;
    this.#inner.reset();
  }

  closeCounts(): void {
    const { samples } = this.counters;
    this.#findings.check(samples === this.rows, 'count', () => `samples: ${samples}, and not ${this.rows}`);
  }

  #check(row: Float32Array): void {
    this.rows++;
    for (let i = this.#lines.length - 1; i >= 0; i--) if (standsIn(row, this.#lines[i])) return;
    this.#findings.add('invented', `row ${[...row].join(' ')} stands in no line`);
  }
}

function standsIn(row: Float32Array, line: string): boolean {
  return [line, line.replaceAll(',', '.')].some((text) => {
    const numbers = (text.match(NUMBER) ?? []).map(Number).slice(-row.length);
    return numbers.length === row.length && row.every((value, i) => value === Math.fround(numbers[i]));
  });
}
