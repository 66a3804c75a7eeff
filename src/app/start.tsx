import './theme/mantine.css';
import './theme/tokens.css';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createEngineClient, type EngineClient } from '../engine/client';
import type { EngineSetup } from '../engine/protocol';
import { openRecords } from '../records/records';
import type { Settings } from '../records/settings';
import { App } from './App';
import { browserLanguage, type Language, setLanguage, startI18n } from './i18n';
import { launchOptions } from './launch-options';
import { rememberCalibrations } from './link/calibration-memory';
import { knownTimes } from './link/executor-memory';
import { EngineLink } from './link/engine-link';
import { PatientDesk } from './link/patient-desk';
import { PersonalDesk } from './link/personal-desk';
import { ProtocolDesk } from './protocol/protocol-desk';
import { blockName } from './protocol/step-name';
import { isOneOfMany } from './protocol/step-progress';
import { rememberSessions } from './link/session-memory';
import { saveCapture } from './link/save-capture';
import { SessionDesk } from './link/session-desk';
import { Sources } from './link/sources';
import type { Desks } from './link/use-desks';
import { awaitInstallOffer } from './pwa/install';
import { keepOfflineCopy } from './pwa/offline-copy';
import { displaySetup, prepareDisplay } from './patient-display/display-setup';
import { useApp } from './store/store';
import { resolveScheme } from './theme/scheme';

type AppState = ReturnType<typeof useApp.getState>;

/** Puts the page together: settings, language, engine, screen; then demo or the device of the last time. */
export async function start(): Promise<void> {
  const options = launchOptions(location.search, location.hash);
  const { settings } = useApp.getState();
  document.documentElement.dataset.mantineColorScheme = resolveScheme(settings.theme);
  await startI18n(options.language ?? languageOf(settings));

  const client = createEngineClient({
    setup: setupOf(useApp.getState()),
    baseUrl: new URL('.', document.baseURI.replace(/[?#].*$/, '')).href,
    known: knownTimes(settings, navigator.userAgent),
  });
  const link = new EngineLink(client, saveCapture);
  const sources = new Sources(link);
  rememberCalibrations();
  sources.reopenOnArrival();
  rememberSessions();
  const desks = openDesks(link, client);
  followSettings(link);
  awaitInstallOffer();
  void keepOfflineCopy();
  showPhase();

  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App link={link} sources={sources} desks={desks} />
    </StrictMode>,
  );

  if (options.demo) await sources.startDemo(options.demo);
  else if (settings.autoReconnect) await sources.reconnectSerial();
}

const languageOf = ({ language }: Settings): Language =>
  language === 'system' ? browserLanguage() : language;

const setupOf = (app: AppState): EngineSetup => ({
  ...setupFrom(app.settings),
  display: displaySetup(app),
});

const setupFrom = (settings: Settings): EngineSetup => ({
  affectedSide: settings.affectedSide,
  executor: settings.executor,
  model: settings.model,
  autoReconnect: settings.autoReconnect,
  compareWith: settings.compareWith,
  patientId: settings.patientId,
  walkGoals: settings.glanceGoals,
});

/** What is stored in this browser; where it cannot be opened, the screens say so and everything else works. */
function openDesks(link: EngineLink, client: EngineClient): Desks {
  const records = openRecords({ onLetGo: () => useApp.getState().setRecordsProblem('other_tab') });
  const patients = new PatientDesk(records);
  const personal = new PersonalDesk((command) => link.send(command), records);
  client.subscribe((event) => personal.receive(event));
  personal.start();
  void patients.start();
  const protocol = new ProtocolDesk({
    records,
    send: (command) => link.send(command),
    label: (block, title) => {
      const { steps } = useApp.getState().following ?? useApp.getState().protocol;
      return blockName(i18next.t, block, title, isOneOfMany(steps, block.kind));
    },
    endLabel: (end) => i18next.t(`protocol.over.${end}`),
  });
  protocol.start();
  return { patients, personal, sessions: new SessionDesk(records), protocol };
}

/** What the therapist changes reaches the engine and the language at once. */
function followSettings(link: EngineLink): void {
  let sent = JSON.stringify(setupOf(useApp.getState()));
  const send = (): void => {
    const setup = setupOf(useApp.getState());
    const text = JSON.stringify(setup);
    if (text === sent) return;
    sent = text;
    link.send({ type: 'setup', setup });
  };
  useApp.subscribe(({ settings }, before) => {
    send();
    if (settings.language !== before.settings.language) void setLanguage(languageOf(settings));
  });
  prepareDisplay(send);
}

/** The one word about the page's state that stands outside of it. */
function showPhase(): void {
  const show = (): void => {
    document.documentElement.dataset.phase = useApp.getState().engine?.phase ?? 'idle';
  };
  show();
  useApp.subscribe(show);
}
