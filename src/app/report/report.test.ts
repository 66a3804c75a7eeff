import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LegReview, SessionReview } from '../../records/review/review';
import { en } from '../i18n/en';
import { besideOf } from './beside';
import { figureLines } from './figure-lines';
import { modelNames } from './model-names';
import { wordsOf } from './words';

const spread = (mean: number, sd = 1) => ({ mean, sd, n: 12 });

function leg(side: 'r' | 'l', knee: number, stance: number | null): LegReview {
  const norm = {
    mean: Float32Array.from({ length: 101 }, (_, i) => i / 2),
    sd: new Float32Array(101).fill(5),
  };
  return {
    side,
    found: 15,
    used: 12,
    flags: { stop: 2, turn: 1 },
    summary: {
      cycles: 12,
      curves: {},
      seconds: spread(1.2, 0.05),
      cadence: spread(100.4, 2),
      stancePercent: stance === null ? null : spread(stance),
      stepPercent: null,
      range: { knee: spread(knee, 3) },
      peak: { knee: spread(knee + 4) },
    },
    joints: { knee: { strides: [], norm, level: null, gvs: 6.1 } },
  };
}

const cell = (ms: number, mae: number) => ({
  ms,
  n: 1000,
  mae,
  rmse: mae,
  nmae: mae,
  coverage: 0.912,
  width: 6,
  persistence: { mae: 9.87, nmae: 16 },
});

const REVIEW: SessionReview = {
  startMs: 0,
  endMs: 60_000,
  rate: 100,
  joints: ['knee_angle_r', 'knee_angle_l'],
  horizonsMs: [100],
  legs: { r: leg('r', 40, 66), l: leg('l', 60, null) },
  symmetry: [
    { key: 'stance', unit: 'percent', right: 66, left: 60, index: 9.5 },
    { key: 'range_knee', unit: 'deg', right: 40, left: 60, index: -40 },
  ],
  forecasts: [
    { joint: 'knee_angle_r', side: 'r', range: 60, cells: [cell(100, 2.34)], timeline: [] },
    { joint: 'knee_angle_l', side: 'l', range: 60, cells: [cell(100, 1.5)], timeline: [] },
  ],
  markers: [],
  order: null,
  goals: [],
  models: [],
  overview: { partS: 1, low: [], high: [] },
};

describe('report', () => {
  beforeAll(() =>
    i18next.init({
      lng: 'en',
      resources: { en: { translation: en } },
      interpolation: { escapeValue: false },
    }),
  );

  it('says in plain words what was seen, the affected side first', () => {
    expect(wordsOf(i18next.t, REVIEW, 'l')).toEqual([
      'Left: 12 strides of steady walking count, of 15 that were found.',
      'Right: 12 strides of steady walking count, of 15 that were found.',
      'Cadence was 100 steps a minute.',
      'Left: the knee moved through 60° on average.',
      'Right: the knee moved through 40° on average.',
      'The largest difference between the sides is in Range of motion, Knee: symmetry index 40 %, greater: Left.',
      'The forecast 100 ms ahead of Knee L was off by 1.5° on average; assuming no change, 9.9°.',
      '91 % of what came lay inside the 90 % band.',
    ]);
  });

  it('claims nothing where nobody walked and nothing was forecast', () => {
    const still = { ...REVIEW, legs: {}, symmetry: [], forecasts: [] };
    expect(wordsOf(i18next.t, still, 'r')).toEqual([
      'No stride of steady walking was found.',
      'Nothing was forecast in this session.',
    ]);
    expect(figureLines(still)).toEqual([]);
  });

  it('lists what both legs have, with the norm and the symmetry that belong to it', () => {
    const lines = figureLines(REVIEW);
    expect(lines.map((l) => l.kind + l.of)).toEqual([
      'cadence',
      'stride_time',
      'stance',
      'swing',
      'rangeknee',
      'peakknee',
    ]);
    expect(lines[4]).toEqual({
      kind: 'range',
      of: 'knee',
      sides: { r: { mean: 40, sd: 3 }, l: { mean: 60, sd: 3 } },
      norm: 50,
      symmetry: -40,
    });
    expect(lines[3].sides).toEqual({ r: { mean: 34, sd: 1 } });
  });

  it('puts the baselines beside the network that ran last', () => {
    const summary = {
      'mae_100ms.knee_angle_r.knee': 2.1,
      'mae_100ms.knee_angle_r.older': 9,
      'mae_100ms.knee_angle_r.ridge': 3,
      'mae_100ms.knee_angle_r.persistence': 8,
      cadence: 90,
    };
    expect(besideOf({ summary, modelIds: ['older', 'knee'] })).toEqual([
      {
        joint: 'knee_angle_r',
        scores: [
          { id: 'network', mae: 2.1 },
          { id: 'ridge', mae: 3 },
          { id: 'persistence', mae: 8 },
        ],
      },
    ]);
  });

  it('names each model once', () => {
    const at = (id: string | null, personal: string | null) => ({ atS: 0, id, executor: null, personal });
    expect(
      modelNames({ models: [at(null, null), at('knee', null), at('knee', null), at('knee', '2')] }),
    ).toEqual([
      { id: 'knee', personal: null },
      { id: 'knee', personal: '2' },
    ]);
  });
});
