import { useSyncExternalStore } from 'react';

export const SCREENS = [
  'live',
  'adapt',
  'sessions',
  'patients',
  'evidence',
  'setup',
  'bench',
  'report',
] as const;
export type Screen = (typeof SCREENS)[number];

export const hashOf = (screen: Screen): string => `#/${screen}`;

/** The screen of a hash such as `#/setup`; anything else is Live. */
export function screenOf(hash: string): Screen {
  const name = /^#\/([a-z-]+)/.exec(hash)?.[1];
  return SCREENS.find((screen) => screen === name) ?? 'live';
}

/** What follows the screen's name: `#/sessions/a/b` gives ['a', 'b']; nothing where it cannot be read. */
export function partsOf(hash: string): string[] {
  try {
    return hash.split('/').slice(2).filter(Boolean).map(decodeURIComponent);
  } catch {
    return [];
  }
}

export const useScreen = (): Screen => screenOf(useHash());

export function useHash(): string {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => location.hash,
  );
}
