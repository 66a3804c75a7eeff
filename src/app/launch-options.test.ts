import { expect, test } from 'vitest';
import { launchOptions } from './launch-options';
import { screenOf } from './routes';

test.each([
  ['', '', null, null],
  ['?demo', '#/live', 'typical', null],
  ['?demo=stiff_knee&lang=zh', '', 'stiff_knee', 'zh'],
  ['', '#/live?demo=knee_pain&lang=en', 'knee_pain', 'en'],
  ['?demo=flying&lang=xx', '', 'typical', null],
])('%s %s', (search, hash, demo, language) => {
  expect(launchOptions(search, hash)).toEqual({ demo, language });
});

test.each([
  ['', 'live'],
  ['#/setup', 'setup'],
  ['#/live?demo', 'live'],
  ['#/nowhere', 'live'],
  ['#/__proto__', 'live'],
])('%s is the screen %s', (hash, screen) => {
  expect(screenOf(hash)).toBe(screen);
});
