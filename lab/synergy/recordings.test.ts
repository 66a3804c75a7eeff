import { describe, expect, it } from 'vitest';
import { CMU_FEATURES, type CmuTrial } from '../data/cmu';
import { RATE, studyRecording } from './recordings';
import { madeUpTrial } from './testing/walk';

/** The same trial with other values from frame `from` on. */
const otherFuture = (trial: CmuTrial, from: number): CmuTrial => ({
  ...trial,
  features: new Map(
    [...trial.features].map(([name, x]) => [name, x.map((v, i) => (i >= from ? v + 30 : v))]),
  ),
});

describe('study recordings', () => {
  const trial = madeUpTrial('99', 1);
  const frame = 200;
  const time = frame / trial.rate;

  it('causal: no tick up to a time depends on a sample after it', () => {
    const [a, b] = [trial, otherFuture(trial, frame)].map((t) => studyRecording(t, 'causal'));
    // The changed sample lies at `time`: ticks before it may not know.
    const before = Math.ceil(time * RATE) - 1;
    for (let c = 0; c < CMU_FEATURES.length; c++) {
      for (let t = 0; t <= before; t++) {
        expect(a.input[c][t]).toBe(b.input[c][t]);
        expect(a.raw[c][t]).toBe(b.raw[c][t]);
      }
      // And the truth is told at its own time: forecasters are late, what they are scored against is not.
      expect(a.truth[c][before + 2]).not.toBe(b.truth[c][before + 2]);
    }
  });

  it('causal: what is seen at a tick is the tick before it', () => {
    const { raw, truth, ticks } = studyRecording(trial, 'causal');
    expect(ticks).toBe(Math.floor(((trial.frames - 1) * RATE) / 120) + 1);
    for (let t = 1; t < ticks; t++) expect(raw[3][t]).toBe(truth[3][t - 1]);
  });

  it('zero-phase looks ahead, and is smooth', () => {
    const [a, b] = [trial, otherFuture(trial, frame)].map((t) => studyRecording(t, 'zero_phase'));
    const before = Math.floor(time * RATE) - 3;
    expect(Math.abs(a.input[9][before] - b.input[9][before])).toBeGreaterThan(0.5);
    expect(a.input[9]).toBe(a.truth[9]);
  });
});
