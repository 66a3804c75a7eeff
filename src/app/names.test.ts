import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { CHANNEL_TABLE } from '../gait/channels';
import { en } from './i18n/en';
import { channelLabel } from './names';

beforeAll(() => i18next.init({ lng: 'en', resources: { en: { translation: en } } }));

test('every channel that the product knows has a name of its own', () => {
  const names = CHANNEL_TABLE.map((row) => channelLabel(i18next.t, `${row.base}_r`));
  expect(new Set(names).size).toBe(names.length);
  CHANNEL_TABLE.forEach((row, i) => expect(names[i]).not.toContain(row.base));
});

test('a side is told, an unknown channel keeps its technical name', () => {
  expect(channelLabel(i18next.t, 'knee_angle_l')).toBe('Knee L');
  expect(channelLabel(i18next.t, 'knee_angle')).toBe('Knee');
  expect(channelLabel(i18next.t, 'toString_r')).toBe('toString_r');
  expect(channelLabel(i18next.t, 'ofSide')).toBe('ofSide');
});
