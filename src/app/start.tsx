import './theme/mantine.css';
import './theme/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createEngineClient } from '../engine/client';
import type { EngineSetup } from '../engine/protocol';
import type { Settings } from '../records/settings';
import { App } from './App';
import { browserLanguage, type Language, setLanguage, startI18n } from './i18n';
import { launchOptions } from './launch-options';
import { rememberCalibrations } from './link/calibration-memory';
import { knownTimes } from './link/executor-memory';
import { EngineLink } from './link/engine-link';
import { rememberSessions } from './link/session-memory';
import { saveCapture } from './link/save-capture';
import { Sources } from './link/sources';
import { useApp } from './store/store';
import { resolveScheme } from './theme/scheme';

/** Puts the page together: settings, language, engine, screen; then demo or the device of the last time. */
export async function start(): Promise<void> {
  const options = launchOptions(location.search, location.hash);
  const { settings } = useApp.getState();
  document.documentElement.dataset.mantineColorScheme = resolveScheme(settings.theme);
  await startI18n(options.language ?? languageOf(settings));

  const client = createEngineClient({
    setup: setupOf(settings),
    baseUrl: new URL('.', document.baseURI.replace(/[?#].*$/, '')).href,
    known: knownTimes(settings, navigator.userAgent),
  });
  const link = new EngineLink(client, saveCapture);
  const sources = new Sources(link);
  rememberCalibrations();
  sources.reopenOnArrival();
  rememberSessions();
  followSettings(link);
  showPhase();

  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App link={link} sources={sources} />
    </StrictMode>,
  );

  if (options.demo) await sources.startDemo(options.demo);
  else if (settings.autoReconnect) await sources.reconnectSerial();
}

const languageOf = ({ language }: Settings): Language =>
  language === 'system' ? browserLanguage() : language;

const setupOf = (settings: Settings): EngineSetup => ({
  affectedSide: settings.affectedSide,
  executor: settings.executor,
  model: settings.model,
  autoReconnect: settings.autoReconnect,
  compareWith: settings.compareWith,
});

/** What the therapist changes reaches the engine and the language at once. */
function followSettings(link: EngineLink): void {
  useApp.subscribe(({ settings }, before) => {
    const setup = setupOf(settings);
    if (JSON.stringify(setup) !== JSON.stringify(setupOf(before.settings)))
      link.send({ type: 'setup', setup });
    if (settings.language !== before.settings.language) void setLanguage(languageOf(settings));
  });
}

/** The one word about the page's state that stands outside of it. */
function showPhase(): void {
  const show = (): void => {
    document.documentElement.dataset.phase = useApp.getState().engine?.phase ?? 'idle';
  };
  show();
  useApp.subscribe(show);
}
