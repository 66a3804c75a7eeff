import { describe, expect, it } from 'vitest';
import { LinkMonitor } from './link-monitor';

const block = (firstIndex: number, startUs: number, count = 10, rate = 1000) => ({
  stream: 0,
  channels: ['knee_angle_r'],
  rate,
  firstIndex,
  startUs,
  count,
  data: new Float32Array(count),
});

describe('LinkMonitor', () => {
  it('counts loss over session, stream and the last 5 s apart', () => {
    const m = new LinkMonitor();
    m.startSession();
    m.samples(block(0, 0, 90), 1000);
    m.gap(10, 1000);
    expect(m.figures(1000)).toMatchObject({ lossSession: 0.1, lossStream: 0.1, loss5s: 0.1 });
    expect(m.figures(7000).loss5s).toBe(0);
    m.startStream();
    m.samples(block(100, 7e6, 100), 7000);
    const after = m.figures(7000);
    expect(after.lossStream).toBe(0);
    expect(after.lossSession).toBeCloseTo(10 / 200, 12);
    expect(m.gaps).toBe(1);
  });

  it('knows bytes a second over the last 5 s', () => {
    const m = new LinkMonitor();
    m.startSession();
    for (let ms = 0; ms < 10_000; ms += 10) m.bytes(20, ms);
    expect(m.figures(9990).bytesPerSecond).toBeCloseTo(2000, -2);
  });

  it.each([-2000, 0, 500])('finds a clock drift of %i ppm through jittered arrivals', (ppm) => {
    const m = new LinkMonitor();
    m.startSession();
    let seed = 1;
    const jitter = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed / 2147483648) * 8;
    };
    for (let ms = 0; ms < 30_000; ms += 10) {
      const deviceMs = ms * (1 + ppm * 1e-6);
      m.samples(block(ms, deviceMs * 1000), ms + 9 + jitter());
    }
    const { driftPpm, measuredRate } = m.figures(30_010).streams[0];
    expect(driftPpm).not.toBeNull();
    expect(Math.abs(driftPpm! - ppm)).toBeLessThan(60);
    expect(Math.abs(measuredRate! - 1000 * (1 + ppm * 1e-6))).toBeLessThan(0.1);
  });

  it('does not guess a drift from a few seconds', () => {
    const m = new LinkMonitor();
    m.startSession();
    for (let ms = 0; ms < 4000; ms += 10) m.samples(block(ms, ms * 1000), ms);
    expect(m.figures(4000).streams).toEqual([
      { id: 0, nominalRate: 1000, measuredRate: null, driftPpm: null },
    ]);
  });
});
