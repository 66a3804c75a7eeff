import { expect, test } from 'vitest';
import { readAddress, screenAddress } from './screen-address';

test('what is put into an address is read from it', () => {
  const address = {
    channelId: 'a b?c',
    look: { language: 'zh', scheme: 'dark' },
    letterKeys: false,
  } as const;
  const url = screenAddress(address);
  expect(url.startsWith('display.html#')).toBe(true);
  expect(readAddress(url.slice(url.indexOf('#')), 'en')).toEqual(address);
});

test('opened by itself it speaks the browser’s language and listens to nobody', () => {
  expect(readAddress('', 'zh-TW')).toEqual({
    channelId: null,
    look: { language: 'zh', scheme: 'light' },
    letterKeys: true,
  });
  expect(readAddress('#', 'de').look.language).toBe('en');
});
