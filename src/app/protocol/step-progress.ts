import type { BlockKind, MarkedBlock, ProtocolStep } from '../../records/shapes/protocol';

/** What has passed since a step began. */
export interface Passed {
  /** While it streamed. */
  readonly seconds: number;
  readonly strides: number;
}

/** How far a step is. */
export interface StepProgress {
  /** 0 to 1; null for a step that ends by hand. */
  readonly share: number | null;
  /** Seconds or strides, whichever ends it. */
  readonly left: number | null;
  readonly over: boolean;
}

export function progressOf({ end }: ProtocolStep, { seconds, strides }: Passed): StepProgress {
  if (end.by === 'hand') return { share: null, left: null, over: false };
  const done = end.by === 'seconds' ? seconds : strides;
  return {
    share: Math.min(1, done / end.count),
    left: Math.max(0, Math.ceil(end.count - done)),
    over: done >= end.count,
  };
}

/** Which one of its kind the step is, from 1. */
export function blockOf(steps: readonly Pick<ProtocolStep, 'kind'>[], index: number): MarkedBlock {
  const { kind } = steps[index];
  return { kind, n: steps.slice(0, index + 1).filter((s) => s.kind === kind).length };
}

/** Whether there is more than one of its kind, so that it needs a number. */
export const isOneOfMany = (steps: readonly Pick<ProtocolStep, 'kind'>[], kind: BlockKind): boolean =>
  steps.filter((s) => s.kind === kind).length > 1;
