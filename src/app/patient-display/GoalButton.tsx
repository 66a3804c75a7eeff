import { Button } from '@mantine/core';
import { IconDeviceTv } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';

/** Opens the dialog of goal and screen; says how many steps have met the goal. */
export function GoalButton() {
  const { t } = useTranslation();
  const open = useApp((s) => s.setGoalDialogOpen);
  const judged = useApp((s) => s.feedback?.judged ?? 0);
  const inTarget = useApp((s) => s.feedback?.inTarget ?? 0);
  const screenOpen = useApp((s) => s.feedback?.screenOpen ?? false);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDeviceTv size={16} stroke={1.7} aria-hidden />}
      onClick={() => open(true)}
      aria-keyshortcuts="p"
      data-testid="patient-display"
      data-open={screenOpen}
      data-judged={judged}
      data-in-target={inTarget}
    >
      {t('patientDisplay.button')}
      {judged > 0 && <> {t('patientDisplay.short', { inTarget, judged })}</>}
    </Button>
  );
}
