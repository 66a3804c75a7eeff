import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CMU_FOLDS, cmuFold, readCmuSet } from './cmu-set';
import { dataDir } from './dir';

describe('folds of CMU subjects', () => {
  it('keep the likest skeletons together and spread unknown numbers', () => {
    expect(cmuFold('16')).toBe(cmuFold('35'));
    expect(cmuFold('07')).toBe(cmuFold('08'));
    expect(cmuFold('35')).not.toBe(cmuFold('02'));
    for (const subject of ['01', '09', '39', '141', 'someone']) {
      const fold = cmuFold(subject);
      expect(Number.isInteger(fold) && fold >= 0 && fold < CMU_FOLDS).toBe(true);
    }
  });
});

const root = dataDir();
const cmu = root === null ? null : join(root, 'cmu');
describe.skipIf(cmu === null || !existsSync(cmu))(
  `the CMU set as a whole (${cmu ?? 'skipped: no data directory'})`,
  () => {
    it('holds every subject and trial once, in every fold somebody', () => {
      const trials = readCmuSet(cmu!);
      expect(new Set(trials.map((t) => t.trial)).size).toBe(trials.length);
      expect(new Set(trials.map((t) => t.subject)).size).toBe(11);
      expect(new Set(trials.map((t) => cmuFold(t.subject))).size).toBe(CMU_FOLDS);
      expect(trials.every((t) => t.trial.startsWith(`${t.subject}_`))).toBe(true);
    });
  },
);
