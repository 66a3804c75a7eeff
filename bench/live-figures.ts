import type { TappedBundle, TappedFrame } from '../e2e/harness/engine-tap';
import type { SentFrame } from '../e2e/devices/recording-device';

/** Value at share `p` (0-1) of the sorted values; NaN of none. */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}

/**
 * When the bytes were written that completed a tick: a tick at device time T is whole when every stream has given a
 * sample at or after T. Epoch ms; NaN for a tick that is not complete yet.
 */
export function tickWrittenMs(sent: readonly SentFrame[], tickRate: number): (tick: number) => number {
  const byStream = new Map<number, SentFrame[]>();
  for (const frame of sent) {
    const frames = byStream.get(frame.stream);
    if (frames) frames.push(frame);
    else byStream.set(frame.stream, [frame]);
  }
  const originUs = Math.min(...[...byStream.values()].map((frames) => frames[0].startUs));
  return (tick) => {
    const atUs = originUs + (tick * 1e6) / tickRate;
    return Math.max(
      ...[...byStream.values()].map((frames) => {
        const i = lowerBound(frames, atUs);
        return i < frames.length ? frames[i].atEpochMs : Number.NaN;
      }),
    );
  };
}

/** First frame whose last sample lies at or after `atUs`. */
function lowerBound(frames: readonly SentFrame[], atUs: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frames[middle].lastUs < atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bytes written to forecast made, ms, for the newest forecast of each bundle. `pageAheadMs`: page's clock less ours. */
export function wireToForecastMs(
  bundles: readonly TappedBundle[],
  written: (tick: number) => number,
  pageAheadMs: number,
): number[] {
  return bundles
    .filter((bundle) => bundle.forecastTicks.length > 0)
    .map((bundle) => bundle.newestForecastMs - pageAheadMs - written(bundle.forecastTicks.at(-1)!))
    .filter(Number.isFinite);
}

/** Bytes written to the end of the first frame that drew after the tick had reached the page, ms, for every tick. */
export function wireToFrameMs(
  bundles: readonly TappedBundle[],
  frames: readonly TappedFrame[],
  written: (tick: number) => number,
  pageAheadMs: number,
): number[] {
  const drawn = frames.filter((frame) => frame.strokes > 0);
  const all: number[] = [];
  let f = 0;
  for (const bundle of bundles) {
    while (f < drawn.length && drawn[f].beganMs < bundle.receivedMs) f++;
    if (f === drawn.length) break;
    for (let row = 0; row < bundle.rows; row++) {
      const ms = drawn[f].drawnMs - pageAheadMs - written(bundle.firstTick + row);
      if (Number.isFinite(ms)) all.push(ms);
    }
  }
  return all;
}

/** Frames in each whole second. */
export function framesPerSecond(frames: readonly TappedFrame[]): number[] {
  if (frames.length === 0) return [];
  const from = frames[0].beganMs;
  const seconds = Math.floor((frames[frames.length - 1].beganMs - from) / 1000);
  const counts = new Array<number>(seconds).fill(0);
  for (const frame of frames) {
    const second = Math.floor((frame.beganMs - from) / 1000);
    if (second < seconds) counts[second]++;
  }
  return counts;
}
