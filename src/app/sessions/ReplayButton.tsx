import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';
import { useDesks } from '../link/use-desks';
import { useSources } from '../link/use-sources';
import { hashOf } from '../routes';
import { useApp } from '../store/store';

const ICON = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

interface ReplayButtonProps {
  row: SessionRow;
  name: string;
  obstacle: string | null;
}

/** Runs the session again in Live. A device that streams is not taken away by it. */
export function ReplayButton({ row, name, obstacle }: ReplayButtonProps) {
  const { t } = useTranslation();
  const { sessions } = useDesks();
  const sources = useSources();
  const busy = useApp(
    ({ engine }) => engine !== null && engine.source !== null && engine.source.kind !== 'replay',
  );
  const why = obstacle ?? (busy ? t('sessionActions.replayBusy') : null);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlayerPlay {...ICON} />}
      disabled={why !== null}
      title={why ?? undefined}
      onClick={() => {
        void sources.replaySession(name, sessions.log(row));
        location.hash = hashOf('live');
      }}
      data-testid="session-replay"
    >
      {t('sessionActions.replay')}
    </Button>
  );
}
