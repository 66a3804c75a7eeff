import type { SampleBlock } from '../gait/sample-block';

/** Width of a loss bin and how many make "the last 5 s". */
const BIN_MS = 100;
const BINS = 50;
/** Device clock against ours: one point a second, over at most this many seconds. */
const CLOCK_POINTS = 60;
const CLOCK_MIN_SPAN_MS = 5000;

interface StreamClock {
  readonly id: number;
  readonly nominalRate: number;
  /** Second of host time that the newest point belongs to. */
  second: number;
  readonly hostMs: number[];
  /** Smallest (host - device) offset seen in that second, ms: the least delayed sample tells the clock best. */
  readonly offsetMs: number[];
}

/**
 * What the link is worth: loss over the session, the stream and the last 5 s, bytes a second, each stream's true
 * rate and its clock's drift. Host times are performance.now() at read, ms.
 */
export class LinkMonitor {
  gaps = 0;
  lineErrors = 0;
  #session = { got: 0, lost: 0 };
  #stream = { got: 0, lost: 0 };
  readonly #binGot = new Float64Array(BINS);
  readonly #binLost = new Float64Array(BINS);
  readonly #binBytes = new Float64Array(BINS);
  #bin = 0;
  #clocks = new Map<number, StreamClock>();

  /** A new connection: counts of the stream start again, those of the session go on. */
  startStream(): void {
    this.#stream = { got: 0, lost: 0 };
    this.restartClocks();
  }

  startSession(): void {
    this.#session = { got: 0, lost: 0 };
    this.gaps = 0;
    this.lineErrors = 0;
    this.#binGot.fill(0);
    this.#binLost.fill(0);
    this.#binBytes.fill(0);
    this.startStream();
  }

  restartClocks(): void {
    this.#clocks = new Map();
  }

  bytes(count: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#binBytes[this.#bin % BINS] += count;
  }

  samples(block: SampleBlock, nowMs: number): void {
    this.#advance(nowMs);
    this.#binGot[this.#bin % BINS] += block.count;
    this.#stream.got += block.count;
    this.#session.got += block.count;
    this.#clock(block, nowMs);
  }

  gap(samples: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#binLost[this.#bin % BINS] += samples;
    this.#stream.lost += samples;
    this.#session.lost += samples;
    this.gaps++;
  }

  figures(nowMs: number): {
    lossSession: number;
    lossStream: number;
    loss5s: number;
    bytesPerSecond: number;
    streams: { id: number; nominalRate: number; measuredRate: number | null; driftPpm: number | null }[];
  } {
    this.#advance(nowMs);
    let got = 0;
    let lost = 0;
    let bytes = 0;
    for (let i = 0; i < BINS; i++) {
      got += this.#binGot[i];
      lost += this.#binLost[i];
      bytes += this.#binBytes[i];
    }
    return {
      lossSession: share(this.#session),
      lossStream: share(this.#stream),
      loss5s: share({ got, lost }),
      bytesPerSecond: (bytes * 1000) / (BINS * BIN_MS),
      streams: [...this.#clocks.values()].map((c) => {
        const drift = driftOf(c);
        return {
          id: c.id,
          nominalRate: c.nominalRate,
          measuredRate: drift === null ? null : c.nominalRate * (1 - drift),
          driftPpm: drift === null ? null : -drift * 1e6,
        };
      }),
    };
  }

  #advance(nowMs: number): void {
    const bin = Math.floor(nowMs / BIN_MS);
    if (bin <= this.#bin) return;
    for (let b = Math.max(this.#bin + 1, bin - BINS + 1); b <= bin; b++) {
      this.#binGot[b % BINS] = 0;
      this.#binLost[b % BINS] = 0;
      this.#binBytes[b % BINS] = 0;
    }
    this.#bin = bin;
  }

  #clock(block: SampleBlock, nowMs: number): void {
    let c = this.#clocks.get(block.stream);
    if (c === undefined) {
      c = { id: block.stream, nominalRate: block.rate, second: -1, hostMs: [], offsetMs: [] };
      this.#clocks.set(block.stream, c);
    }
    const lastUs = block.startUs + ((block.count - 1) * 1e6) / block.rate;
    const offset = nowMs - lastUs / 1000;
    const second = Math.floor(nowMs / 1000);
    if (second !== c.second) {
      c.second = second;
      c.hostMs.push(nowMs);
      c.offsetMs.push(offset);
      if (c.hostMs.length > CLOCK_POINTS) {
        c.hostMs.shift();
        c.offsetMs.shift();
      }
    } else if (offset < c.offsetMs[c.offsetMs.length - 1]) {
      c.offsetMs[c.offsetMs.length - 1] = offset;
      c.hostMs[c.hostMs.length - 1] = nowMs;
    }
  }
}

function share({ got, lost }: { got: number; lost: number }): number {
  return got + lost === 0 ? 0 : lost / (got + lost);
}

/** Slope of the offset over host time (least squares): + when the device's clock runs slow. Null while too short. */
function driftOf(c: StreamClock): number | null {
  const n = c.hostMs.length;
  if (n < 3 || c.hostMs[n - 1] - c.hostMs[0] < CLOCK_MIN_SPAN_MS) return null;
  let mx = 0;
  let my = 0;
  for (let i = 0; i < n; i++) {
    mx += c.hostMs[i] / n;
    my += c.offsetMs[i] / n;
  }
  let sxy = 0;
  let sxx = 0;
  for (let i = 0; i < n; i++) {
    sxy += (c.hostMs[i] - mx) * (c.offsetMs[i] - my);
    sxx += (c.hostMs[i] - mx) ** 2;
  }
  return sxy / sxx;
}
