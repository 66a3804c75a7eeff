import { create, type StateCreator } from 'zustand';
import { type AdaptSlice, adaptSlice } from './adapt-slice';
import { type DisplaySlice, displaySlice } from './display-slice';
import { type EngineSlice, engineSlice } from './engine-slice';
import { type FeedbackSlice, feedbackSlice } from './feedback-slice';
import { type PatientsSlice, patientsSlice } from './patients-slice';
import { type ProtocolSlice, protocolSlice } from './protocol-slice';
import { type SettingsSlice, settingsSlice } from './settings-slice';
import { type ToolsSlice, toolsSlice } from './tools-slice';

type AppState = EngineSlice &
  SettingsSlice &
  DisplaySlice &
  AdaptSlice &
  PatientsSlice &
  FeedbackSlice &
  ProtocolSlice &
  ToolsSlice;
export type Slice<T> = StateCreator<AppState, [], [], T>;

/** The page's state. Ticks are not in it: they go to plots/tick-buffer.ts and never through React. */
export const useApp = create<AppState>()((...a) => ({
  ...engineSlice(...a),
  ...settingsSlice(...a),
  ...displaySlice(...a),
  ...adaptSlice(...a),
  ...patientsSlice(...a),
  ...protocolSlice(...a),
  ...toolsSlice(...a),
  ...feedbackSlice(...a),
}));
