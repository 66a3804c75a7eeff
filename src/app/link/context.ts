import { createContext, useContext } from 'react';
import type { EngineLink } from './engine-link';

export const LinkContext = createContext<EngineLink | null>(null);

/** The page's one link to the engine. */
export function useLink(): EngineLink {
  const link = useContext(LinkContext);
  if (!link) throw new Error('useLink outside of LinkContext');
  return link;
}
