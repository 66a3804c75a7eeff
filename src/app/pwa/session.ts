import type { AdaptationState } from '../../engine/adapt-protocol';
import type { EngineState } from '../../engine/protocol';

/** The part of the page's state that tells whether somebody is at work. */
export interface WorkState {
  readonly engine: Pick<EngineState, 'phase' | 'recording' | 'forecasts'> | null;
  readonly adaptation: Pick<AdaptationState, 'phase'>;
  readonly unsavedPersonal: boolean;
}

/** Whether a reload would break off or lose something: a connection, a recording, an adaptation, a model not kept yet. */
export function isInSession({ engine, adaptation, unsavedPersonal }: WorkState): boolean {
  const connected = engine !== null && engine.phase !== 'idle' && engine.phase !== 'failed';
  const adapting = adaptation.phase === 'running' || adaptation.phase === 'compare';
  return connected || engine?.recording.phase === 'recording' || adapting || unsavedPersonal;
}
