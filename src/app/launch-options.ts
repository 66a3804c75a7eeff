import type { VirtualPreset } from '../engine/protocol';
import type { Language } from './i18n';

export const PRESETS: readonly VirtualPreset[] = ['typical', 'stiff_knee', 'slow_asymmetric', 'knee_pain'];

export interface LaunchOptions {
  /** Start the demo at once with this walker. */
  demo: VirtualPreset | null;
  /** For this visit only. */
  language: Language | null;
}

/** Reads `?demo`, `?demo=stiff_knee` and `?lang=zh`, before the hash or behind it. */
export function launchOptions(search: string, hash: string): LaunchOptions {
  const params = new URLSearchParams(search);
  const behind = hash.indexOf('?');
  if (behind >= 0) for (const [key, value] of new URLSearchParams(hash.slice(behind))) params.set(key, value);
  const demo = params.get('demo');
  const lang = params.get('lang');
  return {
    demo: demo === null ? null : (PRESETS.find((preset) => preset === demo) ?? 'typical'),
    language: lang === 'en' || lang === 'zh' ? lang : null,
  };
}
