import { useEffect, useState } from 'react';
import type { Settings } from '../../records/settings';

const dark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

export const resolveScheme = (theme: Settings['theme']): 'light' | 'dark' =>
  theme === 'system' ? (dark().matches ? 'dark' : 'light') : theme;

/** The scheme on screen: the chosen one, or what the system says now. */
export function useScheme(theme: Settings['theme']): 'light' | 'dark' {
  const [system, setSystem] = useState(() => dark().matches);
  useEffect(() => {
    const query = dark();
    const follow = () => setSystem(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return theme === 'system' ? (system ? 'dark' : 'light') : theme;
}
