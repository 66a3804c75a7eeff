import { describe, expect, it } from 'vitest';
import { framesPerSecond, quantile, tickWrittenMs, wireToForecastMs, wireToFrameMs } from './live-figures';

/** Two streams in frames of 10 ms, written 1 ms (angles) and 3 ms (EMG) after their last sample. */
const sent = Array.from({ length: 5 }, (_, f) => [
  { stream: 0, startUs: f * 10_000, lastUs: f * 10_000 + 5000, atEpochMs: 1000 + f * 10 + 6 },
  { stream: 1, startUs: f * 10_000, lastUs: f * 10_000 + 9000, atEpochMs: 1000 + f * 10 + 12 },
]).flat();
const bundle = (firstTick: number, rows: number, newestForecastMs: number, receivedMs: number) => ({
  generation: 1,
  firstTick,
  rows,
  forecastTicks: Array.from({ length: rows }, (_, i) => firstTick + i),
  newestArrivalMs: 0,
  newestForecastMs,
  receivedMs,
});

describe('live figures', () => {
  const written = tickWrittenMs(sent, 100);

  it('takes a tick for written when its slowest stream has reached it', () => {
    expect([0, 1, 4].map(written)).toEqual([1012, 1022, 1052]);
    // Tick 5 lies at 50 ms; the last samples are from 45 and 49 ms.
    expect(written(5)).toBeNaN();
  });

  it('measures to the newest forecast of each bundle, on one clock', () => {
    expect(wireToForecastMs([bundle(0, 2, 1026.5, 0), bundle(5, 1, 9999, 0)], written, 2)).toEqual([2.5]);
  });

  it('measures every tick to the first frame that drew after it had come', () => {
    const frames = [
      { beganMs: 1020, drawnMs: 1021, strokes: 9 },
      { beganMs: 1030, drawnMs: 1031, strokes: 0 },
      { beganMs: 1046, drawnMs: 1049, strokes: 9 },
    ];
    expect(wireToFrameMs([bundle(0, 2, 0, 1025), bundle(2, 1, 0, 1050)], frames, written, 0)).toEqual([
      37, 27,
    ]);
  });

  it('counts frames in whole seconds', () => {
    const frames = Array.from({ length: 101 }, (_, i) => ({ beganMs: i * 25, drawnMs: 0, strokes: 1 }));
    expect(framesPerSecond(frames)).toEqual([40, 40]);
    expect(framesPerSecond([])).toEqual([]);
  });

  it('takes quantiles of what there is', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([3, 1, 2], 0.99)).toBe(3);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
