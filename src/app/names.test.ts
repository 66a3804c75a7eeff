import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { ALL_CHANNELS } from '../gait/channels';
import { en } from './i18n/en';
import { zh } from './i18n/zh';
import { channelLabel, modelLabel } from './names';

beforeAll(() => i18next.init({ lng: 'en', resources: { en: { translation: en }, zh: { translation: zh } } }));

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

const models = new URL('../../public/models/', import.meta.url);
const cards = readdirSync(models, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(
    ({ name }) =>
      JSON.parse(readFileSync(new URL(`${name}/card.json`, models), 'utf8')) as { id: string; name: string },
  );

test('the English names of shipped models are those of their cards, and each has a Chinese one', () => {
  expect(Object.fromEntries(cards.map(({ id, name }) => [id, name]))).toEqual(en.models);
  const chinese = i18next.getFixedT('zh');
  expect(cards.map((card) => modelLabel(chinese, card))).toEqual(
    cards.map(({ id }) => zh.models[id as keyof typeof zh.models]),
  );
});

test('a model of another name is not called by that of a shipped one', () => {
  const chinese = i18next.getFixedT('zh');
  expect(modelLabel(chinese, { id: 'knee', name: 'Knee, trained elsewhere' })).toBe(
    'Knee, trained elsewhere',
  );
  expect(modelLabel(chinese, { id: 'toString', name: 'Mine' })).toBe('Mine');
  expect(modelLabel(chinese, { id: 'mine', name: '' })).toBe('mine');
  expect(modelLabel(chinese, { id: null, name: '' })).toBe('');
});
