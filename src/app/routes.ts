import { useSyncExternalStore } from 'react';

export const SCREENS = ['live', 'adapt', 'sessions', 'patients', 'evidence', 'setup', 'bench'] as const;
export type Screen = (typeof SCREENS)[number];

/** Those that are still to come. */
const LATER = ['sessions'] as const;
export type LaterScreenName = (typeof LATER)[number];
export const isLater = (screen: Screen): screen is LaterScreenName => LATER.some((later) => later === screen);

export const hashOf = (screen: Screen): string => `#/${screen}`;

/** The screen of a hash such as `#/setup`; anything else is Live. */
export function screenOf(hash: string): Screen {
  const name = /^#\/([a-z-]+)/.exec(hash)?.[1];
  return SCREENS.find((screen) => screen === name) ?? 'live';
}

export function useScreen(): Screen {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => screenOf(location.hash),
  );
}
