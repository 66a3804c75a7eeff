import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isInSession } from '../pwa/session';
import { useApp } from '../store/store';

/**
 * Keeps a screen that fails (a fault of ours, or a part of it that the host no longer has) from taking the shell with it:
 * status line, Stop and the other screens stay, and the engine's worker knows nothing of it.
 */
export class ScreenBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const { t } = useTranslation();
  const inSession = useApp(isInSession);
  return (
    <section role="alert" data-testid="screen-failed">
      <h1>{t('app.screenFailed')}</h1>
      <p>{t('app.screenFailedNote')}</p>
      {!inSession && (
        <Button variant="default" onClick={() => location.reload()}>
          {t('app.reload')}
        </Button>
      )}
    </section>
  );
}
