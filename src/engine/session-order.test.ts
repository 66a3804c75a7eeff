import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Goal } from '../gait/feedback/goal';
import { LogReader } from '../records/log/log-reader';
import { readReview } from '../records/review/read-review';
import type { ReviewBlock, SessionReview } from '../records/review/review';
import type { BlockKind, OrderMark } from '../records/shapes/protocol';
import { type Act, RECORDED_SETUP, recordedSession } from './testing/recorded-session';

const WIRE = new Uint8Array(readFileSync('public/recordings/demo.stridelink'));
/** Of the recording; it walks from the 15th on. */
const SECONDS = 55;

const GOAL: Goal = {
  joint: 'knee',
  side: 'r',
  moment: 'swing',
  low: 20,
  high: 90,
  basis: 'hand',
  steps: 5,
};
const mark = (atS: number, label: string, order: OrderMark): Act => ({
  atS,
  command: { type: 'marker', label, ...order },
});
const step = (atS: number, kind: BlockKind, n = 1): Act => mark(atS, `${kind} ${n}`, { block: { kind, n } });
const aim = (atS: number, goal: Goal | null, rangeDeg: number | null): Act => ({
  atS,
  command: {
    type: 'setup',
    setup: {
      ...RECORDED_SETUP,
      display: { channelId: 'session-order', look: { language: 'en', scheme: 'light' }, goal },
      walkGoals: { rangeDeg, symmetryPercent: 10 },
    },
  },
});

async function reviewOf(acts: readonly Act[]): Promise<SessionReview> {
  const { log } = await recordedSession(WIRE, SECONDS, acts);
  return readReview(await LogReader.open(log));
}

describe('a session that followed an order', () => {
  let review: SessionReview;
  let blocks: readonly ReviewBlock[];
  beforeAll(async () => {
    review = await reviewOf([
      aim(1, null, 20),
      step(2, 'baseline'),
      // Begun anew: the walker had not even begun.
      step(15, 'baseline'),
      aim(26, GOAL, 140),
      step(26, 'block'),
      aim(37, null, null),
      step(37, 'retest'),
      mark(46, 'over', { orderEnd: 'done' }),
    ]);
    blocks = review.order!.blocks;
  }, 600_000);

  it('has each step from its mark to the next one, and the last one to the end of the order', () => {
    expect(review.order!.end).toBe('done');
    expect(blocks.map(({ kind, n, label, begunAnew }) => [kind, n, label, begunAnew])).toEqual([
      ['baseline', 1, 'baseline 1', true],
      ['baseline', 1, 'baseline 1', false],
      ['block', 1, 'block 1', false],
      ['retest', 1, 'retest 1', false],
    ]);
    const marks = review.markers.filter((m) => !m.fromDevice && m.label !== 'end');
    expect([...blocks.map((b) => b.fromS), blocks.at(-1)!.toS]).toEqual(marks.map((m) => m.atS));
    expect(blocks.map((b) => Math.round(b.toS - b.fromS))).toEqual([13, 11, 11, 9]);
  });

  it('puts every stride into the one step in which it ends', () => {
    for (const side of ['r', 'l'] as const) {
      const found = blocks.map((b) => b.legs[side]?.found ?? 0);
      // Eight strides and more in each, none while the walker stands, and some after the order.
      expect(found[0]).toBe(0);
      for (const n of found.slice(1)) expect(n).toBeGreaterThanOrEqual(6);
      const all = review.legs[side]!.found;
      expect(found.reduce((a, b) => a + b)).toBeLessThanOrEqual(all);
      expect(found.reduce((a, b) => a + b)).toBeGreaterThan(all - 8);
    }
  });

  it('gives figures of the step’s own strides, in the range of those of the session', () => {
    for (const { legs, symmetry } of blocks.slice(1)) {
      const { cycles, range, cadence } = legs.r!.summary!;
      const session = review.legs.r!.summary!;
      expect(cycles).toBeLessThanOrEqual(legs.r!.found);
      expect(Math.abs(range.knee!.mean - session.range.knee!.mean)).toBeLessThan(8);
      expect(Math.abs(cadence.mean - session.cadence.mean)).toBeLessThan(10);
      const { index } = symmetry.find((s) => s.key === 'range_knee')!;
      const left = legs.l!.summary!.range.knee!.mean;
      expect(index).toBeCloseTo((200 * (range.knee!.mean - left)) / (range.knee!.mean + left), 9);
    }
  });

  it('counts the steps in target where there was one, and only there', () => {
    expect(blocks.map((b) => b.judged > 0)).toEqual([false, false, true, false]);
    const { judged, inTarget } = blocks[2];
    // A band that every bend of the walker meets.
    expect(inTarget).toBe(judged);
    expect(review.goals[0]).toEqual({ kind: 'steps', goal: GOAL, judged, inTarget });
  });

  it('says what came of the goals while they were set', () => {
    const [, low, high, symmetry] = review.goals;
    expect(low).toMatchObject({ kind: 'range', side: 'r', degrees: 20 });
    expect(high).toMatchObject({ kind: 'range', side: 'r', degrees: 140, reached: 0 });
    if (low.kind !== 'range' || high.kind !== 'range' || symmetry.kind !== 'symmetry')
      throw new Error('kinds');
    expect(low.reached).toBe(low.strides);
    expect(low.strides + high.strides).toBeLessThan(review.legs.r!.used);
    expect(low.strides).toBeGreaterThan(5);
    expect(high.strides).toBeGreaterThan(5);
    // That of the symmetry stayed all the time, so it is the session's own.
    expect(symmetry.index).toBeCloseTo(review.symmetry.find((s) => s.key === 'range_knee')!.index, 9);
    expect(symmetry.strides).toEqual({ r: review.legs.r!.used, l: review.legs.l!.used });
    expect(review.goals).toHaveLength(4);
  });
});

describe('an order that was broken off, without a gap from the first tick on', () => {
  let whole: SessionReview;
  beforeAll(async () => {
    whole = await reviewOf([step(0.5, 'baseline'), step(25, 'block'), step(33.3, 'retest')]);
  }, 600_000);

  it('loses no stride and counts none twice', () => {
    for (const side of ['r', 'l'] as const)
      expect(whole.order!.blocks.reduce((sum, b) => sum + (b.legs[side]?.found ?? 0), 0)).toBe(
        whole.legs[side]!.found,
      );
  });

  it('has in its steps together the errors of the session', () => {
    for (const { joint, cells } of whole.forecasts) {
      const cell = cells.find((c) => c.ms === 100)!;
      const parts = whole.order!.blocks.flatMap((b) => b.errors.filter((e) => e.joint === joint));
      expect(parts).toHaveLength(3);
      const n = parts.reduce((sum, p) => sum + p.n, 0);
      expect(n).toBe(cell.n);
      expect(parts.reduce((sum, p) => sum + p.n * p.mae, 0) / n).toBeCloseTo(cell.mae, 9);
      expect(parts.reduce((sum, p) => sum + p.n * p.still, 0) / n).toBeCloseTo(cell.persistence.mae, 9);
    }
  });

  it('ends with the recording', () => {
    expect(whole.order!.end).toBe('cut');
    expect(whole.order!.blocks.at(-1)!.toS).toBeCloseTo((whole.endMs - whole.startMs) / 1000, 2);
    expect(whole.goals).toEqual([]);
  });
});
