import { describe, expect, it } from 'vitest';
import { figuresOf, tableOf } from './report';
import type { Study, TrialRow } from './study';

const horizon = (ms: number, ungatedChange: number, use: boolean) => ({
  ms,
  use,
  better: 0.5,
  seen: 0,
  beforeNmae: 4,
  afterNmae: 4 * (1 + (use ? ungatedChange : 0)),
  change: use ? ungatedChange : 0,
  ungatedChange,
  baselines: { ridge: 6, knn: 5 },
  methods: {},
});

const row = (person: string, k: number, changes: readonly [number, boolean][]): TrialRow => ({
  person,
  group: 'abnormal',
  k,
  start: 200,
  testTicks: 300,
  decision: changes.some(([, use]) => use) ? 'accept' : 'keep',
  method: 'closed_form',
  betterPeer: null,
  seconds: 1,
  horizons: [50, 100, 200, 500].map((ms, i) => horizon(ms, ...changes[i])),
});

const study: Study = {
  people: [
    row('uci:1A', 5, [
      [-0.1, true],
      [-0.2, true],
      [0.1, false],
      [0, true],
    ]),
    row('uci:2A', 5, [
      [-0.1, true],
      [-0.1, true],
      [0.05, true],
      [0, true],
    ]),
  ],
  trials: [
    row('uci:1A', 2, [
      [0, true],
      [-0.2, true],
      [0.1, true],
      [0, true],
    ]),
    row('uci:1A', 2, [
      [0, true],
      [-0.2, false],
      [0.1, false],
      [0, true],
    ]),
    row('uci:1A', 3, [
      [0, true],
      [0.01, true],
      [-0.01, false],
      [0, true],
    ]),
  ],
  refused: [{ person: 'uci:9N', k: 0, codes: ['too_few_strides'] }],
  unseen: [],
};

const value = (name: string) => figuresOf(study).find((f) => f.name === name)?.value;

describe('figuresOf', () => {
  it('means the change that the gate left, and counts who was accepted and got worse', () => {
    expect(value('adapt.abnormal.100ms.change')).toBeCloseTo(-15, 9);
    expect(value('adapt.abnormal.200ms.change')).toBeCloseTo(2.5, 9);
    expect(value('adapt.abnormal.200ms.change_ungated')).toBeCloseTo(7.5, 9);
    expect(value('adapt.accepted_worse_over_2pct')).toBe(1);
  });

  it('calls accepting right below -2 %, keeping above +2 %, and either between', () => {
    // 100 ms: right, wrong, either; 200 ms: wrong, right, either.
    expect(value('adapt.gate_right_share')).toBeCloseTo(4 / 6, 9);
    expect(value('adapt.always_accept_right_share')).toBeCloseTo(4 / 6, 9);
    expect(value('adapt.never_accept_right_share')).toBeCloseTo(4 / 6, 9);
    expect(value('adapt.gate_right_share.3_strides.100ms')).toBe(1);
  });
});

describe('tableOf', () => {
  it('has a line for everybody, the refused with their reason', () => {
    const lines = tableOf(study).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('uci:1A');
    expect(lines[1]).toContain('5.00 knn');
    expect(lines[3]).toContain('too_few_strides');
  });
});
