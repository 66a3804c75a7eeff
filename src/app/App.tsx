import { MantineProvider } from '@mantine/core';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkContext } from './link/context';
import type { EngineLink } from './link/engine-link';
import type { Sources } from './link/sources';
import { type Desks, DesksContext } from './link/use-desks';
import { SourcesContext } from './link/use-sources';
import { type Screen, useScreen } from './routes';
import { PatientDisplay } from './patient-display/PatientDisplay';
import { Announcer } from './shell/Announcer';
import { ScreenBoundary } from './shell/ScreenBoundary';
import { Shell } from './shell/Shell';
import { useApp } from './store/store';
import { useScheme } from './theme/scheme';
import { theme } from './theme/theme';

/** Each is fetched when it is first looked at. */
const SCREEN: Record<Screen, ComponentType> = {
  live: lazy(() => import('./live/LiveScreen')),
  adapt: lazy(() => import('./adapt/AdaptScreen')),
  sessions: lazy(() => import('./sessions/SessionsScreen')),
  patients: lazy(() => import('./patients/PatientsScreen')),
  evidence: lazy(() => import('./evidence/EvidenceScreen')),
  setup: lazy(() => import('./setup/SetupScreen')),
  bench: lazy(() => import('./bench/BenchScreen')),
  report: lazy(() => import('./report/ReportScreen')),
};

interface AppProps {
  link: EngineLink;
  sources: Sources;
  desks: Desks;
}

export function App({ link, sources, desks }: AppProps) {
  const scheme = useScheme(useApp((s) => s.settings.theme));
  const screen = useScreen();
  const { t } = useTranslation();
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme}>
      <LinkContext value={link}>
        <SourcesContext value={sources}>
          <DesksContext value={desks}>
            <Shell screen={screen}>
              <ScreenBoundary key={screen}>
                <Suspense fallback={<p>{t('app.loading')}</p>}>{contentOf(screen)}</Suspense>
              </ScreenBoundary>
            </Shell>
            <Announcer />
            <PatientDisplay />
          </DesksContext>
        </SourcesContext>
      </LinkContext>
    </MantineProvider>
  );
}

function contentOf(screen: Screen): ReactNode {
  const Content = SCREEN[screen];
  return <Content />;
}
