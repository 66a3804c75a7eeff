import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { ALL_CHANNELS } from '../gait/channels';
import { en } from './i18n/en';
import { channelLabel } from './names';

beforeAll(() => i18next.init({ lng: 'en', resources: { en: { translation: en } } }));

test('every channel that the product knows has a name of its own', () => {
  const names = ALL_CHANNELS.map((name) => channelLabel(i18next.t, name));
  expect(new Set(names).size).toBe(names.length);
  ALL_CHANNELS.forEach((name, i) => expect(names[i]).not.toContain(name));
});

test('a side is told, an unknown channel keeps its technical name', () => {
  expect(channelLabel(i18next.t, 'knee_angle_l')).toBe('Knee L');
  expect(channelLabel(i18next.t, 'knee_angle')).toBe('Knee');
  expect(channelLabel(i18next.t, 'toString_r')).toBe('toString_r');
  expect(channelLabel(i18next.t, 'ofSide')).toBe('ofSide');
});
