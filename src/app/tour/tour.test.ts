import { expect, test } from 'vitest';
import { en } from '../i18n/en';
import { zh } from '../i18n/zh';
import { STEPS } from './steps';

/** Unhurried silent reading, of English in words and of Chinese in characters. */
const WORDS_PER_MINUTE = 180;
const CHARACTERS_PER_MINUTE = 260;

const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
const charactersOf = (text: string): number => text.match(/\p{Script=Han}/gu)?.length ?? 0;

test.each([
  ['English', en.tour.steps, wordsOf, WORDS_PER_MINUTE],
  ['Chinese', zh.tour.steps, charactersOf, CHARACTERS_PER_MINUTE],
] as const)('the tour is read in under a minute: %s', (_, steps, count, perMinute) => {
  const read = STEPS.reduce((sum, { id }) => sum + count(steps[id].title) + count(steps[id].text), 0);
  expect(read / perMinute).toBeLessThan(1);
  expect(read / perMinute).toBeGreaterThan(0.3);
});

test('every text has its step', () => {
  expect(STEPS.map(({ id }) => id)).toEqual(Object.keys(en.tour.steps));
});
