import { DEFAULT_SETTINGS, loadSettings, type Settings, saveSettings } from '../../records/settings';
import type { Slice } from './store';

export interface SettingsSlice {
  settings: Settings;
  /** False when this browser refused to keep the last change. */
  settingsKept: boolean;
  changeSettings: (change: Partial<Settings>) => void;
  resetSettings: () => void;
}

export const settingsSlice: Slice<SettingsSlice> = (set, get) => ({
  settings: loadSettings(),
  settingsKept: true,
  changeSettings: (change) => {
    const settings = { ...get().settings, ...change };
    set({ settings, settingsKept: saveSettings(settings) });
  },
  resetSettings: () => set({ settings: DEFAULT_SETTINGS, settingsKept: saveSettings(DEFAULT_SETTINGS) }),
});
