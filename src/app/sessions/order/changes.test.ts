import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BlockLeg, ReviewBlock } from '../../../records/review/review';
import { symmetryOf } from '../../../records/review/symmetry';
import type { BlockKind } from '../../../records/shapes/protocol';
import { en } from '../../i18n/en';
import { changeText } from './change-text';
import { changesOf, comparedBlocks } from './changes';

const leg = (knee: number, cycles: number): BlockLeg => {
  const of = (mean: number, sd: number) => ({ mean, sd, n: cycles });
  return {
    found: cycles + 2,
    summary: {
      cycles,
      curves: {},
      seconds: of(1.2, 0.1),
      cadence: of(2 * knee, 1.5),
      stancePercent: null,
      stepPercent: null,
      range: { knee: of(knee, 2) },
      peak: {},
    },
  };
};
function block(kind: BlockKind, n: number, fromS: number, legs: ReviewBlock['legs'] = {}): ReviewBlock {
  const toS = fromS + 10;
  const none = { judged: 0, inTarget: 0, errors: [], begunAnew: false };
  return { kind, n, label: `${kind} ${n}`, fromS, toS, legs, symmetry: symmetryOf(legs), ...none };
}
const compared = (...blocks: ReviewBlock[]) =>
  comparedBlocks({ blocks, end: 'done' })?.map((b) => b.fromS) ?? null;

describe('the way from baseline to retest', () => {
  beforeAll(() =>
    i18next.init({
      lng: 'en',
      resources: { en: { translation: en } },
      interpolation: { escapeValue: false },
    }),
  );

  it('is from the last first baseline before the last retest to that', () => {
    expect(compared(block('baseline', 1, 0), block('block', 1, 10), block('retest', 1, 20))).toEqual([0, 20]);
    // The baseline was begun anew, and so was the retest.
    expect(
      compared(
        block('baseline', 1, 0),
        block('baseline', 1, 10),
        block('retest', 1, 20),
        block('retest', 1, 30),
      ),
    ).toEqual([10, 30]);
    // A second baseline of the same order is another step; a baseline behind the retest is of another round.
    expect(
      compared(
        block('baseline', 1, 0),
        block('baseline', 2, 10),
        block('retest', 1, 20),
        block('baseline', 1, 30),
      ),
    ).toEqual([0, 20]);
  });

  it('is none without both', () => {
    expect(compared(block('baseline', 1, 0), block('block', 1, 10))).toBeNull();
    expect(compared(block('retest', 1, 0), block('baseline', 1, 10))).toBeNull();
  });

  it('is told in figures with their strides, the affected side first, and claims nothing', () => {
    const changes = changesOf(
      block('baseline', 1, 0, { r: leg(40, 12), l: leg(60, 13) }),
      block('retest', 1, 20, { r: leg(44, 9), l: leg(59.98, 10) }),
      'r',
    );
    expect(changes.map((change) => changeText(i18next.t, change))).toEqual([
      'Knee range, Right: +4.0° (40.0 ± 2.0° → 44.0 ± 2.0°; 12 and 9 strides)',
      'Knee range, Left: 0.0° (60.0 ± 2.0° → 60.0 ± 2.0°; 13 and 10 strides)',
      'Cadence: +8.0 steps/min (80.0 ± 1.5 steps/min → 88.0 ± 1.5 steps/min; 12 and 9 strides)',
      'Symmetry of the knee ranges: 9.3 % closer to even (−40.0 % → −30.7 %; 12 and 9 strides)',
    ]);
  });

  it('says what the symmetry did whatever its sign', () => {
    const told = (from: number, to: number) => {
      const legs = (knee: number) => ({ r: leg(knee, 5), l: leg(50, 5) });
      const changes = changesOf(block('baseline', 1, 0, legs(from)), block('retest', 1, 9, legs(to)), 'l');
      return changeText(i18next.t, changes.at(-1)!).replace(/ \(.*/, '');
    };
    expect(told(50, 60)).toBe('Symmetry of the knee ranges: 18.2 % further from even');
    expect(told(60, 48)).toBe('Symmetry of the knee ranges: 14.1 % closer to even');
    expect(told(45, 45)).toBe('Symmetry of the knee ranges: as far from even as before');
  });

  it('has only what both have, and no SD of a single stride', () => {
    const changes = changesOf(
      block('baseline', 1, 0, { r: leg(40, 1) }),
      block('retest', 1, 20, { r: leg(38, 8), l: leg(60, 8) }),
      'l',
    );
    expect(changes.map((change) => changeText(i18next.t, change))).toEqual([
      'Knee range, Right: −2.0° (40.0° → 38.0 ± 2.0°; 1 and 8 strides)',
      'Cadence: −4.0 steps/min (80.0 steps/min → 76.0 ± 1.5 steps/min; 1 and 8 strides)',
    ]);
    expect(changesOf(block('baseline', 1, 0), block('retest', 1, 20), 'l')).toEqual([]);
  });
});
