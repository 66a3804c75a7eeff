import { readFileSync } from 'node:fs';
import { McapIndexedReader } from '@mcap/core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoggedFigures } from '../records/log/protocol';
import { LogReader } from '../records/log/log-reader';
import { readBlock } from '../records/review/block';
import { readReview } from '../records/review/read-review';
import type { SessionReview } from '../records/review/review';
import { recordedSession } from './testing/recorded-session';

const WIRE = new Uint8Array(readFileSync('public/recordings/demo.stridelink'));
/** Of the recording; see public/recordings/index.json. */
const SECONDS = 55;

/** Place of a byte in the middle of a chunk in the middle of the log: indexes between the chunks are not read in passing. */
async function amidSignal(bytes: Uint8Array): Promise<number> {
  const { chunkIndexes } = await McapIndexedReader.Initialize({
    readable: {
      size: () => Promise.resolve(BigInt(bytes.length)),
      read: (from, size) => Promise.resolve(bytes.slice(Number(from), Number(from + size))),
    },
  });
  const { chunkStartOffset, chunkLength } = chunkIndexes[chunkIndexes.length >> 1];
  return Number(chunkStartOffset + chunkLength / 2n);
}

describe('the review of a session that the engine recorded', () => {
  let reader: LogReader;
  let review: SessionReview;
  let row: LoggedFigures;
  let log: Blob;
  beforeAll(async () => {
    const recorded = await recordedSession(WIRE, SECONDS);
    row = recorded.row;
    log = recorded.log;
    reader = await LogReader.open(log);
    review = await readReview(reader);
  }, 600_000);

  it('scores exactly the forecasts that were shown, at every horizon, beside no change', async () => {
    // The plain way: everything in tables by tick, then pair by pair.
    const joints = new Map<number, number>();
    const shown = new Map<number, Map<string, number>>();
    const names = reader.columns('/joints');
    const columns = reader.columns('/forecast/r');
    for await (const { tick, values } of reader.rows(['/joints']))
      joints.set(tick, values[names.indexOf('knee_angle_r')]);
    for await (const { tick, values } of reader.rows(['/forecast/r']))
      shown.set(tick, new Map(columns.map((name, i) => [name, values[i]])));
    const knee = review.forecasts.find((f) => f.joint === 'knee_angle_r')!;
    expect(review.horizonsMs).toEqual([10, 20, 50, 100, 200, 500]);
    for (const { ms, n, mae, rmse, coverage, persistence } of knee.cells) {
      const pairs = [...shown].flatMap(([tick, values]) => {
        const truth = joints.get(tick + ms / 10);
        const get = (what: string): number => values.get(`knee_angle_r.${what}_${ms}ms`)!;
        return truth === undefined
          ? []
          : [{ truth, now: joints.get(tick)!, mean: get('mean'), low: get('low'), high: get('high') }];
      });
      const average = (of: (pair: (typeof pairs)[number]) => number): number =>
        pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
      expect(n).toBe(pairs.length);
      expect(n).toBeGreaterThan(1000);
      expect(mae).toBeCloseTo(
        average((p) => Math.abs(p.truth - p.mean)),
        9,
      );
      expect(rmse).toBeCloseTo(Math.sqrt(average((p) => (p.truth - p.mean) ** 2)), 9);
      expect(coverage).toBeCloseTo(
        average((p) => Number(p.truth >= p.low && p.truth <= p.high)),
        9,
      );
      expect(persistence.mae).toBeCloseTo(
        average((p) => Math.abs(p.truth - p.now)),
        9,
      );
    }
    const range = Math.max(...joints.values()) - Math.min(...joints.values());
    expect(knee.range).toBeCloseTo(range, 5);
    expect(knee.cells[3].nmae).toBeCloseTo((100 * knee.cells[3].mae) / range, 9);
  });

  it('reads every row that the library reads, and nothing of a log with a changed byte', async () => {
    for (const topic of ['/joints', '/forecast/r', '/forecast/l']) {
      const slow: [number, number, ...number[]][] = [];
      for await (const { tick, atMs, values } of reader.rows([topic])) slow.push([tick, atMs, ...values]);
      const fast: [number, number, ...number[]][] = [];
      const shares: number[] = [];
      await reader.scan(
        [topic],
        ({ tick, atMs, values }) => fast.push([tick, Math.round(1000 * atMs) / 1000, ...values]),
        (share) => void shares.push(share),
      );
      expect(fast).toEqual(slow);
      expect(fast.length).toBeGreaterThan(1000);
      expect(shares.at(-1)).toBe(1);
    }
    const bytes = new Uint8Array(await log.arrayBuffer());
    bytes[await amidSignal(bytes)] ^= 1;
    const damaged = await LogReader.open(new Blob([bytes]));
    await expect(readReview(damaged)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('agrees with what the engine said of the session while it went on', () => {
    // The engine scores hidden forecasts as well, so its error is no smaller but for chance.
    const engine = row.summary!['mae_100ms.knee_angle_r.knee']!;
    const cell = review.forecasts.find((f) => f.joint === 'knee_angle_r')!.cells[3];
    expect(cell.mae).toBeLessThan(1.05 * engine);
    expect(cell.mae).toBeGreaterThan(0.5 * engine);
    const leg = review.legs.r!;
    // Knee bends before walking are strides to the one who counts live.
    expect(Math.abs(leg.found - row.strides!)).toBeLessThanOrEqual(4);
    expect(review.legs.l!.found).toBeGreaterThan(5);
  });

  it('shows any stretch of it: what was measured, and what had been forecast for that very moment', async () => {
    const at = new Map<number, number>();
    const names = reader.columns('/joints');
    for await (const { atMs, values } of reader.rows(['/joints']))
      at.set(Math.round((atMs - review.startMs) / 10), values[names.indexOf('knee_angle_r')]);
    const columns = reader.columns('/forecast/r');
    const forecast = new Map<number, number>();
    for await (const { atMs, values } of reader.rows(['/forecast/r']))
      forecast.set(
        Math.round((atMs - review.startMs + 200) / 10),
        values[columns.indexOf('knee_angle_r.mean_200ms')],
      );
    for (const index of [0, 2]) {
      const block = await readBlock(reader, { joint: 'knee_angle_r', ms: 200, index });
      const expected = (from: ReadonlyMap<number, number>): number[] =>
        Array.from({ length: 1000 }, (_, i) => from.get(1000 * index + i) ?? Number.NaN);
      expect([...block.measured]).toEqual(expected(at));
      expect([...block.mean]).toEqual(expected(forecast));
      const known = [...block.mean.keys()].filter((i) => Number.isFinite(block.mean[i]));
      expect(known.length > 0 || index === 0).toBe(true);
      for (const i of known) expect(block.low[i]).toBeLessThanOrEqual(block.high[i]);
    }
    const beyond = await readBlock(reader, { joint: 'knee_angle_r', ms: 200, index: 99 });
    expect(beyond.measured.every(Number.isNaN)).toBe(true);
  });

  it('keeps mean errors of the parts and of the whole in step', () => {
    for (const { cells, timeline } of review.forecasts) {
      expect(timeline[0].fromS).toBe(0);
      expect(timeline.at(-1)!.toS).toBeCloseTo((review.endMs - review.startMs) / 1000, 6);
      cells.forEach((cell, h) => {
        const known = timeline.map((p) => p.nmae[h]).filter((x) => Number.isFinite(x));
        expect(Math.min(...known)).toBeLessThanOrEqual(cell.nmae);
        expect(Math.max(...known)).toBeGreaterThanOrEqual(cell.nmae);
      });
    }
  });

  it('knows no order and no goal where there was none', () => {
    expect(review.order).toBeNull();
    expect(review.goals).toEqual([]);
  });

  it('says what ran, where the marks are, and what was measured where', () => {
    expect(review.models[0]).toMatchObject({ id: 'knee', executor: 'wasm-simd', personal: null });
    expect(review.markers.map((m) => m.label)).toEqual([
      'knee_bend',
      'knee_bend',
      'knee_bend',
      'walk_start',
      'walk_stop',
      'end',
    ]);
    const times = review.markers.map((m) => m.atS);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(review.markers.map((m) => m.fromDevice)).toEqual([true, true, true, true, true, false]);
    const knee = review.joints.indexOf('knee_angle_r');
    const high = review.overview.high[knee].filter((x) => Number.isFinite(x));
    const low = review.overview.low[knee].filter((x) => Number.isFinite(x));
    const range = review.forecasts.find((f) => f.joint === 'knee_angle_r')!.range;
    expect(Math.max(...high) - Math.min(...low)).toBeCloseTo(range, 4);
  });
});
