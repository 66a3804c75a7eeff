import type { Slice } from './store';

/** The therapist's stopwatch: it goes on over all screens. */
export interface ToolsSlice {
  timer: {
    /** Of the runs before, ms. */
    readonly beforeMs: number;
    /** Since when it runs, ms since the epoch; null: it stands. */
    readonly sinceMs: number | null;
  };
  toggleTimer: () => void;
  resetTimer: () => void;
}

export const toolsSlice: Slice<ToolsSlice> = (set) => ({
  timer: { beforeMs: 0, sinceMs: null },
  toggleTimer: () =>
    set(({ timer }) => {
      const now = Date.now();
      return {
        timer:
          timer.sinceMs === null
            ? { ...timer, sinceMs: now }
            : { beforeMs: timer.beforeMs + now - timer.sinceMs, sinceMs: null },
      };
    }),
  resetTimer: () =>
    set(({ timer }) => ({ timer: { beforeMs: 0, sinceMs: timer.sinceMs === null ? null : Date.now() } })),
});
