import type { ByteDecoder, DeviceEvent } from '../events';
import { StridelinkDecoder } from '../stridelink/stridelink-decoder';
import { TextLineDecoder } from '../text/text-line-decoder';

/** For recorded text lines that tell neither rate nor time; decoder and pace have to agree. */
export const ASSUMED_TEXT_RATE = 100;

/** A hole in a recording (the device was away) is not waited for longer than this. */
const LONGEST_WAIT_S = 5;

/** When each piece of a recording was sent: bytes up to `ends[i]` are out at `times[i]` (s from the start, rising). */
export interface WireTimeline {
  readonly protocol: 'stridelink' | 'text';
  readonly ends: readonly number[];
  readonly times: readonly number[];
  readonly durationS: number;
}

/** Reads a whole recording once. Null where it holds no samples of either protocol. */
export function timelineOf(bytes: Uint8Array): WireTimeline | null {
  return (
    scan('stridelink', bytes, 0, new StridelinkDecoder()) ??
    scan('text', bytes, 10, new TextLineDecoder({ assumedRate: ASSUMED_TEXT_RATE }))
  );
}

/**
 * Sends the pieces between delimiters through the decoder, one by one. A block is out when its last sample has been
 * taken. Text rows may be held back until their rate is known, so rows and blocks are matched by their order.
 */
function scan(
  protocol: WireTimeline['protocol'],
  bytes: Uint8Array,
  delimiter: number,
  decoder: ByteDecoder,
): WireTimeline | null {
  const rowEnds: number[] = [];
  const times: number[] = [];
  const line = new TimeLine();
  const onEvent = (event: DeviceEvent) => {
    if (event.kind === 'restart') line.restart();
    else if (event.kind === 'samples') {
      const { startUs, count, rate } = event.block;
      times.push(line.endOf(startUs / 1e6, count / rate));
    }
  };
  let from = 0;
  let rows = 0;
  while (from < bytes.length) {
    const found = bytes.indexOf(delimiter, from);
    const to = found < 0 ? bytes.length : found + 1;
    const blocks = times.length;
    decoder.push(bytes.subarray(from, to), onEvent);
    const more = protocol === 'text' ? decoder.counters.framesOk - rows : times.length - blocks;
    for (let i = 0; i < more; i++) rowEnds.push(to);
    rows = decoder.counters.framesOk;
    from = to;
  }
  if (times.length === 0) return null;
  return { protocol, ends: rowEnds.slice(0, times.length), times, durationS: times[times.length - 1] };
}

/** Device time to time since the start, rising, without long holes and over restarts of the device. */
class TimeLine {
  private last = 0;
  private shift: number | null = null;

  restart(): void {
    this.shift = null;
  }

  /** End of a block that begins at `startS` of the device's clock. */
  endOf(startS: number, lengthS: number): number {
    this.shift ??= this.last - startS;
    const end = startS + lengthS + this.shift;
    if (end - this.last > LONGEST_WAIT_S) this.shift -= end - this.last - LONGEST_WAIT_S;
    return (this.last = Math.max(this.last, startS + lengthS + this.shift));
  }
}
