import type { DisplayScene } from '../../../engine/feedback/display-protocol';

/** Updates that stay away for longer: the screen says so and shows no movement. */
const SILENCE_MS = 500;

type Word = 'ready' | 'walk' | 'good' | 'higher' | 'lower' | 'reached' | 'pause' | 'finished';

interface Heard {
  readonly scene: DisplayScene | null;
  /** Since the last movement came, ms; null before the first. */
  readonly silentMs: number | null;
  /** There is a gait cycle to follow. */
  readonly walking: boolean;
}

const AFTER_STEP = { in: 'good', below: 'higher', above: 'lower' } as const;

/** The one word, and whether the joint's movement is shown beside it. */
export function wordOf({ scene, silentMs, walking }: Heard): { word: Word; moving: boolean } {
  if (silentMs === null) return { word: 'ready', moving: false };
  if (scene?.session === 'off') return { word: 'finished', moving: false };
  if (scene === null || silentMs > SILENCE_MS) return { word: 'pause', moving: false };
  if (scene.wanted !== null && scene.inTarget >= scene.wanted) return { word: 'reached', moving: true };
  if (!walking) return { word: 'ready', moving: true };
  const last = scene.target && scene.steps.at(-1);
  return { word: last ? AFTER_STEP[last] : 'walk', moving: true };
}
