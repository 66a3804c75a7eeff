import i18next from 'i18next';
import type { DisplaySetup } from '../../engine/feedback/display-protocol';
import { tabId } from '../../records/tab-id';
import { useApp } from '../store/store';
import { resolveScheme } from '../theme/scheme';
import { goalInUse } from './goal-in-use';

type AppState = ReturnType<typeof useApp.getState>;

/** What the engine must know for the patient's screen; undefined until this tab has a name. */
export function displaySetup(app: AppState): DisplaySetup | undefined {
  const { displayChannelId: channelId, settings } = app;
  if (channelId === null) return undefined;
  const language = i18next.language === 'zh' ? 'zh' : 'en';
  return { channelId, look: { language, scheme: resolveScheme(settings.theme) }, goal: goalInUse(app) };
}

/** Names this tab, and calls back when the page speaks another language. Another patient has no part in nobody's goal. */
export function prepareDisplay(changed: () => void): void {
  i18next.on('languageChanged', changed);
  useApp.subscribe((now, before) => {
    if (now.settings.patientId !== before.settings.patientId && now.nobodysGoal !== null)
      now.setNobodysGoal(null);
  });
  void tabId().then((id) => useApp.getState().setDisplayChannelId(id));
}
