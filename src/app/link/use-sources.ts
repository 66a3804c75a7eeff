import { createContext, useContext } from 'react';
import type { Sources } from './sources';

export const SourcesContext = createContext<Sources | null>(null);

export function useSources(): Sources {
  const sources = useContext(SourcesContext);
  if (!sources) throw new Error('useSources outside of SourcesContext');
  return sources;
}
