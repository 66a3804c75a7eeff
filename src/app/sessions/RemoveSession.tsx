import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';
import { useDesks } from '../link/use-desks';
import { RemoveDialog } from '../patients/RemoveDialog';

interface RemoveSessionProps {
  row: SessionRow;
  name: string;
  onRemoved?: () => void;
}

/** Deletes a session and its log for good, after a question. */
export function RemoveSession({ row, name, onRemoved }: RemoveSessionProps) {
  const { t } = useTranslation();
  const { sessions } = useDesks();
  return (
    <RemoveDialog
      title={t('sessions.removeTitle', { name })}
      text={t(row.state === 'recording' ? 'sessions.removeAskRecording' : 'sessions.removeAsk')}
      label={t('sessions.remove')}
      testid="session-remove"
      onRemove={async () => {
        await sessions.remove(row.id);
        onRemoved?.();
      }}
    />
  );
}
