import { useEffect } from 'react';

const LOOK_EVERY_MS = 250;
const MARK = 'data-tour-here';

/** Outlines the first of these controls that is on screen, as soon as it is; screens are loaded while one waits. */
export function usePointer(targets: readonly string[]): void {
  useEffect(() => {
    let marked: Element | null = null;
    const look = (): void => {
      const found = targets
        .map((target) => document.querySelector(`[data-testid="${target}"]`))
        .find((element) => element?.checkVisibility());
      if (found === marked || !found) return;
      marked?.removeAttribute(MARK);
      found.setAttribute(MARK, '');
      found.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      marked = found;
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      marked?.removeAttribute(MARK);
    };
  }, [targets]);
}
