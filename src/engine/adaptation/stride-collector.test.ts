import { describe, expect, it } from 'vitest';
import { chooseStrides } from '../../adapt/strides/stride-set';
import { strideOf } from '../../adapt/strides/stride-rule';
import type { FeatureCard } from '../../forecast/model-card';
import { CycleSet } from '../../gait/cycles/cycle-set';
import { CycleTracker } from '../../gait/cycles/cycle-tracker';
import { syntheticWalk, type SyntheticStride } from '../../gait/cycles/testing/synthetic-walk';
import { StrideCollector } from './stride-collector';

const CHANNELS = ['knee_angle_r', 'knee_angle_l', 'hip_flexion_r', 'foot_contact_r'];
const card: FeatureCard = {
  inputs: ['knee_angle_ipsi'],
  outputs: ['knee_angle_ipsi'],
  rate: 100,
  windowTicks: 200,
  steps: 50,
  scaling: { kind: 'window', minRange: 20 },
  features: { sequence: ['from_present'], statics: false, recent: 5, slopes: [1], curvatures: [] },
};
const steady = (n: number): SyntheticStride[] => Array.from({ length: n }, () => ({ seconds: 1.2 }));

function rowsOf(strides: SyntheticStride[], noise = 0.3): number[][] {
  return syntheticWalk(strides, { seed: 3, noise }).ticks.map(({ r, l }) => [
    r?.knee ?? Number.NaN,
    l?.knee ?? Number.NaN,
    r?.hip ?? Number.NaN,
    r?.contact ?? Number.NaN,
  ]);
}

function collected(rows: readonly number[][], from = 0) {
  let walks = 70;
  const collector = new StrideCollector(CHANNELS, 100, () => walks++);
  rows.forEach((row, i) => collector.tick(from + i, row, row));
  return collector;
}

describe('StrideCollector', () => {
  it('finds the strides of the leg, and which of them have a whole window before them', () => {
    const { strides, ready, wanted, walk, refusals } = collected(rowsOf(steady(9))).list(card, 'r');
    expect(walk).toBe(70);
    expect(wanted).toBe(5);
    expect(strides.length).toBeGreaterThanOrEqual(7);
    expect(strides.every((s) => s.side === 'r' && s.used && s.curves.knee?.length === 101)).toBe(true);
    for (const s of strides) expect(s.forecastable).toBe((s.startTick + s.endTick) / 2 >= card.windowTicks);
    expect(ready).toBe(strides.filter((s) => s.forecastable).length);
    expect(refusals).toEqual([]);
  });

  it('hands over what the lab would learn from: the same strides of the same walk', () => {
    const rows = rowsOf(steady(11));
    const choice = collected(rows, 4000).material(card, 'r', 4);
    if (!choice.ok) throw new Error('refused');
    const { set, ids, training, keptBack } = choice.material;
    const tracker = new CycleTracker(100);
    const cycles = new CycleSet();
    for (const [knee, left, hip, contact] of rows)
      for (const c of tracker.push({ r: { knee, hip, contact }, l: { knee: left } })) cycles.add(c);
    const knee = Float32Array.from(rows, (r) => r[0]);
    const walk = {
      rate: 100,
      ticks: rows.length,
      channels: { knee_angle_r: { input: knee, measured: knee } },
    };
    const strides = cycles.entries.filter((e) => e.cycle.side === 'r').map(strideOf);
    const whole = chooseStrides(walk, strides, card, 'r', 4);
    if (!whole.ok) throw new Error('refused');
    expect([...training, ...keptBack].map((s) => [s.startTick - 4000, s.endTick - 4000])).toEqual(
      whole.set.strides.map((s) => [s.start, s.end]),
    );
    expect(ids.map(([start]) => start)).toEqual(set.strides.map((s) => s.start));
    for (const [i, { start, end }] of set.strides.entries()) {
      const own = set.walk.channels.knee_angle_r.measured.slice(start - card.windowTicks, end);
      const from = whole.set.strides[i].start;
      expect(own).toEqual(knee.slice(from - card.windowTicks, whole.set.strides[i].end));
    }
  });

  it('lets the hand win over the flags, both ways, and takes back', () => {
    const strides = steady(12);
    strides[6] = { seconds: 2.2 };
    const collector = collected(rowsOf(strides));
    const before = collector.list(card, 'r');
    const paused = before.strides.find((s) => s.flags.includes('stop'))!;
    expect(paused.used).toBe(false);
    const last = before.strides.at(-1)!;
    collector.choose(paused.id, 'in');
    collector.choose(last.id, 'out');
    expect(collector.changed).toBe(true);
    const after = collector.list(card, 'r');
    expect(after.strides.find((s) => s.id === paused.id)).toMatchObject({ byHand: 'in', used: true });
    expect(after.strides.find((s) => s.id === last.id)).toMatchObject({ byHand: 'out', used: false });
    expect(after.ready).toBe(before.ready);
    collector.choose(paused.id, null);
    expect(collector.list(card, 'r').ready).toBe(before.ready - 1);
    expect(() => collector.choose(9999, 'in')).not.toThrow();
  });

  it('goes on after a loss of the connection: old strides stay, none runs across the hole', () => {
    const rows = rowsOf(steady(8));
    const collector = collected(rows);
    const before = collector.list(card, 'r');
    const back = rows.length + 6000;
    rows.forEach((row, i) => collector.tick(back + i, row, row));
    const { walk, strides, ready } = collector.list(card, 'r');
    expect(walk).toBe(before.walk);
    expect(strides.slice(0, before.strides.length)).toEqual(before.strides);
    const later = strides.filter((s) => s.startTick >= back);
    expect(later.length).toBe(before.strides.length);
    // The stride that the loss cut off may have been whole by then.
    const cut = strides.slice(before.strides.length, -later.length);
    expect(cut.length).toBeLessThanOrEqual(1);
    for (const s of cut) expect(s.endTick).toBeLessThanOrEqual(rows.length);
    // Its window must fill again.
    expect(later[0].forecastable).toBe(false);
    expect(ready).toBe(2 * before.ready + cut.filter((s) => s.used).length);
    const choice = collector.material(card, 'r', 40);
    expect(choice.ok && choice.material.set.strides.length).toBe(ready);
  });

  it('begins a walk of its own when cleared or when another leg is looked at', () => {
    const rows = rowsOf(steady(8));
    const collector = collected(rows);
    collector.clear();
    expect(collector.list(card, 'r')).toMatchObject({ walk: 71, strides: [], ready: 0 });
    rows.forEach((row, i) => collector.tick(rows.length + i, row, row));
    // What was walked before is still history to look back on.
    expect(collector.list(card, 'r').strides.every((s) => s.forecastable)).toBe(true);
    collector.renumber();
    expect(collector.list(card, 'l')).toMatchObject({ walk: 72, side: 'l' });
  });

  it('says what is wrong: too few at first, not walking, a joint that does not move, channels missing', () => {
    const codes = (c: StrideCollector, of = card) => c.list(of, 'r').refusals.map((r) => r.code);
    expect(codes(collected([]))).toEqual(['too_few_strides']);
    const still = Array.from({ length: 900 }, () => [5, 5, 5, 1]);
    expect(codes(collected(still))).toEqual(expect.arrayContaining(['constant', 'not_walking']));
    const walk = collected(rowsOf(steady(9)));
    expect(codes(walk, { ...card, inputs: ['knee_angle_ipsi', 'emg_vm_ipsi'] })).toEqual([
      'missing_channels',
    ]);
    const none = walk.material({ ...card, inputs: ['emg_vm_ipsi'] }, 'r', 5);
    expect(none.ok).toBe(false);
  });
});
