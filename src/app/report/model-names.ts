import type { SessionReview } from '../../records/review/review';

interface ModelName {
  readonly id: string;
  /** What the personal model over it is called; null for none. */
  readonly personal: string | null;
}

/** What forecast in a session, in order of first use, each once. */
export function modelNames({ models }: Pick<SessionReview, 'models'>): ModelName[] {
  const found = new Map<string, ModelName>();
  for (const { id, personal } of models)
    if (id !== null) found.set(`${id} ${personal ?? ''}`, { id, personal: personal || null });
  return [...found.values()];
}
