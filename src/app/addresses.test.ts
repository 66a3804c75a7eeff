import fc from 'fast-check';
import { expect, test } from 'vitest';
import { launchOptions, PRESETS } from './launch-options';
import { readAddress } from './patient-display/screen-address';
import { partsOf, SCREENS, screenOf } from './routes';

/** Whatever somebody puts behind `#` or `?`, broken escapes and markup included. */
const address = fc.oneof(
  fc.string(),
  fc.string().map((text) => `#/${text}?demo=${text}&lang=${text}`),
  fc.constantFrom('#%', '#/%E0%A4%A', '?%', '#/sessions/%zz', '#?scheme=%', '#/__proto__/constructor'),
);

test('any address gives one of what there is, or nothing; none is refused with an error', () => {
  fc.assert(
    fc.property(address, address, (search, hash) => {
      const { demo, language } = launchOptions(search, hash);
      expect([null, ...PRESETS]).toContain(demo);
      expect([null, 'en', 'zh']).toContain(language);
      expect(SCREENS).toContain(screenOf(hash));
      for (const part of partsOf(hash)) expect(typeof part).toBe('string');
      const { look, channelId } = readAddress(hash, search);
      expect(['en', 'zh']).toContain(look.language);
      expect(['light', 'dark']).toContain(look.scheme);
      expect(channelId === null || typeof channelId === 'string').toBe(true);
    }),
    { numRuns: 2000 },
  );
});
