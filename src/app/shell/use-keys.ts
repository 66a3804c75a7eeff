import { useEffect, useRef } from 'react';
import { useApp } from '../store/store';

/**
 * Single keys that act while the component is mounted, but not while somebody types or a dialog is open. Letters can be
 * switched off in Setup, for those who dictate or brush keys by accident (WCAG 2.1.4).
 */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target, ctrlKey, metaKey, altKey, repeat } = event;
      if (ctrlKey || metaKey || altKey || repeat) return;
      if (document.querySelector('dialog[open]')) return;
      if (target instanceof Element && target.closest('input:not([type=checkbox]), select, textarea')) return;
      const letter = event.key.length === 1;
      if (letter && !useApp.getState().settings.letterKeys) return;
      const act = latest.current[letter ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
