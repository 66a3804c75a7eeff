import type { VirtualPreset } from '../../engine/protocol';
import type { Slice } from './store';

/** How the data are looked at; nothing here changes what is received. */
export interface DisplaySlice {
  paused: boolean;
  checkOpen: boolean;
  /** The reader has left an ended replay and chooses what comes next. */
  startOver: boolean;
  /** The walker of the virtual exoskeleton. */
  preset: VirtualPreset;
  setPaused: (paused: boolean) => void;
  setCheckOpen: (open: boolean) => void;
  setStartOver: (startOver: boolean) => void;
  setPreset: (preset: VirtualPreset) => void;
}

export const displaySlice: Slice<DisplaySlice> = (set) => ({
  paused: false,
  checkOpen: false,
  startOver: false,
  preset: 'typical',
  setPaused: (paused) => set({ paused }),
  setCheckOpen: (checkOpen) => set({ checkOpen }),
  setStartOver: (startOver) => set({ startOver }),
  setPreset: (preset) => set({ preset }),
});
