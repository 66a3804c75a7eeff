import { Button } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDesks } from '../link/use-desks';
import { useApp } from '../store/store';

/** Begins to follow the clinic's order of a session. */
export function FollowButton() {
  const { t } = useTranslation();
  const { protocol } = useDesks();
  const following = useApp((s) => s.following !== null);
  const streaming = useApp((s) => s.engine?.phase === 'streaming');
  if (following) return null;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconListCheck size={16} stroke={1.7} aria-hidden />}
      disabled={!streaming}
      onClick={() => protocol.follow()}
      data-testid="protocol-follow"
    >
      {t('protocol.follow')}
    </Button>
  );
}
