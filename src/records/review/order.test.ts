import { describe, expect, it } from 'vitest';
import { orderOf } from './order';

const note = (s: number, value: Record<string, unknown>) => ({ atMs: 5000 + 1000 * s, tick: 0, value });
const order = (...notes: ReturnType<typeof note>[]) => orderOf(notes, 5000, 65_000);
const baseline = { label: 'Baseline', block: { kind: 'baseline', n: 1 } };
const retest = { label: 'Retest', block: { kind: 'retest', n: 1 } };

describe('the order of a session, as its marks tell', () => {
  it('is none without a mark of a step', () => {
    expect(order()).toBeNull();
    expect(order(note(3, { label: 'Mark', fromDevice: false }))).toBeNull();
    expect(order(note(3, { label: 'of another version', block: { kind: 'dance', n: 1 } }))).toBeNull();
    expect(order(note(3, { label: 'end', orderEnd: 'left' }))).toBeNull();
  });

  it('has steps from mark to mark, whatever else is marked between', () => {
    expect(order(note(3, baseline), note(10, { label: 'Mark' }), note(20, retest))!.spans).toEqual([
      { kind: 'baseline', n: 1, label: 'Baseline', fromS: 3, toS: 20 },
      { kind: 'retest', n: 1, label: 'Retest', fromS: 20, toS: 60.001 },
    ]);
  });

  it('tells how it ended', () => {
    const left = { label: 'end', orderEnd: 'left' };
    expect(order(note(3, baseline))!.end).toBe('cut');
    expect(order(note(3, baseline), note(9, left))).toMatchObject({ end: 'left', spans: [{ toS: 9 }] });
    // Followed once more: what stood before is no end of it.
    const again = order(
      note(3, baseline),
      note(9, left),
      note(12, baseline),
      note(30, { orderEnd: 'done' }),
    )!;
    expect(again.end).toBe('done');
    expect(again.spans.map((s) => [s.fromS, s.toS])).toEqual([
      [3, 9],
      [12, 30],
    ]);
  });

  it('keeps a step that was marked behind the last tick', () => {
    expect(order(note(61, baseline))!.spans).toMatchObject([{ fromS: 61, toS: 61 }]);
  });
});
