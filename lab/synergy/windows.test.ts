import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/gait/rng';
import { STEPS, WINDOW_TICKS, wholeInputs } from './design';
import { testPresents } from './errors';
import { studyRecording } from './recordings';
import { splitOf } from './splits';
import { madeUpTrial } from './testing/walk';
import { placeOf, RandomPresent, splitPart, standardOf, wholePart, WindowWriter } from './windows';

const people = ['06', '02', '10', '05', '32'];
const recordings = people.flatMap((p) => [1, 2].map((n) => studyRecording(madeUpTrial(p, n), 'causal')));

describe('splits', () => {
  it('within a recording no target of training reaches the first test present', () => {
    for (const recording of recordings) {
      const { training, test } = splitPart(recording);
      expect(training.to).toBeGreaterThan(training.from);
      expect(test.to).toBeGreaterThan(test.from);
      expect(training.to - 1 + STEPS).toBeLessThan(test.from);
      expect(training.from).toBe(WINDOW_TICKS - 1);
      expect(test.to - 1 + STEPS).toBeLessThan(recording.ticks);
    }
  });

  it('between people nobody is in training and test', () => {
    const tested: string[] = [];
    for (let fold = 0; fold < 4; fold++) {
      const { groups, test } = splitOf(recordings, 'people_out', fold);
      const trained = new Set(groups.flat().map((p) => p.recording.person));
      for (const { recording } of test) {
        expect(trained.has(recording.person)).toBe(false);
        tested.push(recording.trial);
      }
    }
    expect(tested.sort()).toEqual(recordings.map((r) => r.trial).sort());
  });

  it('draws every present with the same chance', () => {
    const parts = recordings.slice(0, 2).map(wholePart);
    const draw = new RandomPresent(parts);
    const rng = new Rng(4);
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const { recording, present } = draw.next(rng);
      const part = parts.find((p) => p.recording === recording)!;
      expect(present >= part.from && present < part.to).toBe(true);
      seen.add(`${recording.trial} ${present}`);
    }
    expect(seen.size).toBe(parts.reduce((n, p) => n + p.to - p.from, 0));
    expect(() => new RandomPresent([{ recording: recordings[0], from: 5, to: 5 }])).toThrow(RangeError);
  });
});

describe('window writer', () => {
  const inputs = wholeInputs('both_legs');
  const parts = recordings.map(wholePart);
  const standard = standardOf(parts);

  it.each(['change', 'absolute'] as const)('%s: a target brought back to degrees is the truth', (form) => {
    const writer = new WindowWriter(inputs, standard, form);
    const target = new Float32Array(2 * writer.outputs);
    const [recording] = recordings;
    writer.target(recording, 100, 1, target);
    writer.toDegrees(recording, 100, 1, target);
    for (let j = 0; j < 2; j++)
      for (let h = 1; h <= STEPS; h++)
        expect(target[writer.outputs + j * STEPS + h - 1]).toBeCloseTo(
          recording.truth[placeOf(inputs.targets[j])][100 + h],
          3,
        );
  });

  it('writes windows that end at the present and know nothing after it', () => {
    const writer = new WindowWriter(inputs, standard, 'change');
    const [recording] = recordings;
    const future = {
      ...recording,
      input: recording.input.map((x) => x.map((v, t) => (t > 100 ? v + 9 : v))),
    };
    const [a, b] = [recording, future].map((r) => {
      const sequence = new Float32Array(writer.sequenceSize);
      const context = new Float32Array(writer.contextSize);
      writer.input(r, 100, 0, sequence);
      writer.context(r, 100, 0, context);
      return [...sequence, ...context];
    });
    expect(a).toEqual(b);
    const last = writer.sequenceSize - inputs.channels.length;
    const place = placeOf(inputs.channels[0]);
    expect(a[last]).toBeCloseTo((recording.input[place][100] - standard.mean[place]) / standard.sd[place], 5);
  });

  it('tests at presents a fixed number of ticks apart', () => {
    expect(testPresents({ recording: recordings[0], from: 59, to: 70 })).toEqual([59, 63, 67]);
  });
});
