import { MantineProvider } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkContext } from './link/context';
import type { EngineLink } from './link/engine-link';
import type { Sources } from './link/sources';
import { SourcesContext } from './link/use-sources';
import { useScreen } from './routes';
import { Announcer } from './shell/Announcer';
import { Shell } from './shell/Shell';
import { useApp } from './store/store';
import { useScheme } from './theme/scheme';
import { theme } from './theme/theme';

const LiveScreen = lazy(() => import('./live/LiveScreen'));
const SetupScreen = lazy(() => import('./setup/SetupScreen'));
const BenchScreen = lazy(() => import('./bench/BenchScreen'));
const LaterScreen = lazy(() => import('./later/LaterScreen'));

export function App({ link, sources }: { link: EngineLink; sources: Sources }) {
  const scheme = useScheme(useApp((s) => s.settings.theme));
  const screen = useScreen();
  const { t } = useTranslation();
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme}>
      <LinkContext value={link}>
        <SourcesContext value={sources}>
          <Shell screen={screen}>
            <Suspense fallback={<p>{t('app.loading')}</p>}>
              {screen === 'live' ? (
                <LiveScreen />
              ) : screen === 'setup' ? (
                <SetupScreen />
              ) : screen === 'bench' ? (
                <BenchScreen />
              ) : (
                <LaterScreen screen={screen} />
              )}
            </Suspense>
          </Shell>
          <Announcer />
        </SourcesContext>
      </LinkContext>
    </MantineProvider>
  );
}
