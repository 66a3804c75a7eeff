import type { Duplex } from 'node:stream';
import type { Recording } from './recording';
import { streamOf } from './recording';

/**
 * A hobby board: prints the names of its columns once a second until somebody listens (it cannot know), then a line of
 * numbers for each sample of one stream, whether anybody listens or not. It understands nothing.
 */
export class TextLineDevice {
  readonly #timer: NodeJS.Timeout;
  #lines = 0;

  constructor(wire: Duplex, recording: Recording, stream: number) {
    const { channels, rate } = streamOf(recording.device, stream);
    const frames = recording.frames.filter((frame) => frame.stream === stream);
    const rows = frames.flatMap(({ raw, count }) =>
      Array.from({ length: count }, (_, i) =>
        channels.map(({ scale, offset }, c) => (raw[i * channels.length + c] * scale + offset).toFixed(3)),
      ),
    );
    const header = `time,${channels.map((channel) => channel.name).join(',')}\r\n`;
    const startedAt = performance.now();
    let headerAt = -Infinity;
    this.#timer = setInterval(() => {
      const now = performance.now();
      let text = '';
      if (now - headerAt >= 1000) {
        headerAt = now;
        text += header;
      }
      for (; (this.#lines / rate) * 1000 <= now - startedAt; this.#lines++)
        text += `${(this.#lines / rate).toFixed(4)},${rows[this.#lines % rows.length].join(',')}\r\n`;
      if (text !== '') wire.write(text);
    }, 2);
  }

  /** Lines of numbers printed. */
  get lines(): number {
    return this.#lines;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}
