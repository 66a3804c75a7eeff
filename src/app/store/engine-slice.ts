import type { EngineEvent, EngineState, Problem, ScoreTable } from '../../engine/protocol';
import type { Slice } from './store';

type Notice = Extract<EngineEvent, { type: 'notice' }>;

/** What the engine last said, as React sees it: at most four times a second (see link/engine-link.ts). */
export interface EngineSlice {
  engine: EngineState | null;
  scores: ScoreTable | null;
  notice: (Pick<Notice, 'code' | 'detail'> & { atMs: number }) | null;
  /** Problems that the page meets before the engine has a part in it: choosing a port, reading a file. */
  pageProblem: Problem | null;
  /** The last saved signal was longer than what is kept. */
  captureTruncated: boolean;
  /** A window or a file is being opened. */
  busy: boolean;
  setEngine: (engine: EngineState) => void;
  setScores: (scores: ScoreTable) => void;
  setNotice: (notice: Notice) => void;
  setPageProblem: (problem: Problem | null) => void;
  setBusy: (busy: boolean) => void;
  setCaptureTruncated: (truncated: boolean) => void;
}

export const engineSlice: Slice<EngineSlice> = (set) => ({
  engine: null,
  scores: null,
  notice: null,
  pageProblem: null,
  captureTruncated: false,
  busy: false,
  setEngine: (engine) => set({ engine }),
  setScores: (scores) => set({ scores }),
  setNotice: ({ code, detail }) => set({ notice: { code, detail, atMs: Date.now() } }),
  setPageProblem: (pageProblem) => set({ pageProblem }),
  setBusy: (busy) => set({ busy }),
  setCaptureTruncated: (captureTruncated) => set({ captureTruncated }),
});
