import type { AdaptationState, StrideList } from '../../engine/adapt-protocol';
import type { EngineState } from '../../engine/protocol';

export const STEPS = ['walk', 'adapt', 'compare'] as const;
export type Step = (typeof STEPS)[number];

/** The step that the engine is at. */
export function stepOf({ phase }: AdaptationState): Step {
  if (phase === 'running') return 'adapt';
  return phase === 'compare' ? 'compare' : 'walk';
}

/** What the therapist is to do now, while strides are gathered. */
export type WalkState =
  | 'not_connected'
  /** A device is being asked. */
  | 'opening'
  | 'lost'
  /** A replay is over; what it gave is kept. */
  | 'ended'
  /** No stride, and the leg stands. */
  | 'standing'
  /** It walks, but no stride counts yet. */
  | 'starting'
  | 'walking'
  | 'enough';

type EngineView = Pick<EngineState, 'phase' | 'ticks' | 'strides'> & {
  readonly problem: { readonly code: string } | null;
};

export function walkState(engine: EngineView | null, list: StrideList | null): WalkState {
  const some = (list?.strides.length ?? 0) > 0;
  switch (engine?.phase ?? 'idle') {
    case 'streaming':
      break;
    case 'opening':
    case 'handshaking':
      return some ? 'lost' : 'opening';
    case 'lost':
    case 'reconnecting':
      return 'lost';
    default:
      return some ? 'ended' : 'not_connected';
  }
  if (!list || list.ready === 0)
    return some || typeof engine?.strides.phase === 'number' ? 'starting' : 'standing';
  return list.ready >= list.wanted ? 'enough' : 'walking';
}

/** Numbers of strides that can be learned from, the proposed one first; all of them where there are few. */
export function strideChoices({ ready, wanted }: Pick<StrideList, 'ready' | 'wanted'>): number[] {
  if (ready <= wanted) return [ready];
  return [wanted, 10, 20].filter((n, i, all) => n <= ready && all.indexOf(n) === i);
}
