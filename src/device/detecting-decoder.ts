import type { ByteDecoder, DeviceEvent, LinkCounters } from './events';
import { StridelinkDecoder } from './stridelink/stridelink-decoder';
import { TextLineDecoder, type TextLineOptions } from './text/text-line-decoder';

type Sink = (event: DeviceEvent) => void;

/** So many bytes that are neither protocol, and the device is refused: over a second at 115200 baud. */
const GIVE_UP_AFTER_BYTES = 16 * 1024;

/**
 * Finds out by itself what a device speaks: Stridelink as soon as one frame has a right CRC, text lines when rows of
 * numbers have been understood. From then on it is that decoder, until reset.
 */
export class DetectingDecoder implements ByteDecoder {
  private readonly stridelink = new StridelinkDecoder();
  private readonly text: TextLineDecoder;
  private chosen: ByteDecoder | null = null;
  private refused = false;

  constructor(options: TextLineOptions = {}) {
    this.text = new TextLineDecoder(options);
  }

  get counters(): Readonly<LinkCounters> {
    return (this.chosen ?? this.stridelink).counters;
  }

  push(chunk: Uint8Array, sink: Sink): void {
    if (this.chosen) return this.chosen.push(chunk, sink);
    const framed: DeviceEvent[] = [];
    const lines: DeviceEvent[] = [];
    this.stridelink.push(chunk, (e) => framed.push(e));
    this.text.push(chunk, (e) => lines.push(e));
    if (this.stridelink.counters.framesOk > 0) this.choose(this.stridelink, framed, sink);
    else if (lines.length > 0) this.choose(this.text, lines, sink);
    else if (!this.refused && this.stridelink.counters.bytes > GIVE_UP_AFTER_BYTES) {
      this.refused = true;
      sink({ kind: 'refused', reason: 'unknown_protocol', detail: String(this.stridelink.counters.bytes) });
    }
  }

  resync(): void {
    if (this.chosen) return this.chosen.resync();
    this.stridelink.resync();
    this.text.resync();
  }

  reset(): void {
    this.stridelink.reset();
    this.text.reset();
    this.chosen = null;
    this.refused = false;
  }

  private choose(decoder: ByteDecoder, events: readonly DeviceEvent[], sink: Sink): void {
    this.chosen = decoder;
    for (const event of events) sink(event);
  }
}
