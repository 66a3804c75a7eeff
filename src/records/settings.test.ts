import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  DEFAULT_SETTINGS,
  loadSettings,
  parseSettings,
  saveSettings,
  SETTINGS_KEY,
  SETTINGS_VERSION,
} from './settings';

const memory = () => {
  const map = new Map<string, string>();
  return {
    getItem: (k: string) => map.get(k) ?? null,
    setItem: (k: string, v: string) => void map.set(k, v),
    map,
  };
};

test('what is saved is read back, under its version', () => {
  const store = memory();
  const settings = {
    ...DEFAULT_SETTINGS,
    theme: 'dark' as const,
    affectedSide: 'l' as const,
    horizonMs: 200 as const,
    lastPort: { usbVendorId: 0x1209, usbProductId: 1, index: 0, label: 'x' },
    calibrations: { 'A-1': { version: 1, signs: [1, -1] } },
  };
  expect(saveSettings(settings, store)).toBe(true);
  expect(JSON.parse(store.map.get(SETTINGS_KEY)!)).toMatchObject({ version: SETTINGS_VERSION });
  expect(loadSettings(store)).toEqual(settings);
});

test('a damaged field falls back alone', () => {
  const text = JSON.stringify({
    version: 1,
    theme: 'pink',
    horizonMs: 33,
    affectedSide: 'l',
    baudRate: 'fast',
  });
  expect(parseSettings(text)).toEqual({ ...DEFAULT_SETTINGS, affectedSide: 'l' });
});

test('a newer version is not guessed at', () => {
  expect(parseSettings('{"version":99,"theme":"dark"}')).toEqual(DEFAULT_SETTINGS);
});

test('any text is survived and gives valid settings', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const settings = parseSettings(text);
      expect(Object.keys(settings).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
      expect(parseSettings(JSON.stringify({ version: SETTINGS_VERSION, ...settings }))).toEqual(settings);
    }),
  );
});

test('a browser that refuses storage costs the memory only', () => {
  const refusing = {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('denied');
    },
  };
  expect(loadSettings(refusing)).toEqual(DEFAULT_SETTINGS);
  expect(saveSettings(DEFAULT_SETTINGS, refusing)).toBe(false);
});
