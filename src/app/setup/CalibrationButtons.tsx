import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCalibration } from '../link/use-calibration';
import { useApp } from '../store/store';

/** Zero in standing, and the way back. */
export function CalibrationButtons() {
  const { t } = useTranslation();
  const { zeroNow, undo } = useCalibration();
  const streaming = useApp((s) => s.engine?.phase === 'streaming');
  const canUndo = useApp((s) => s.engine?.canUndoCalibration ?? false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        disabled={!streaming}
        title={t('live.zeroTitle')}
        onClick={zeroNow}
        data-testid="zero-now"
      >
        {t('live.zero')}
      </Button>
      {canUndo && (
        <Button size="xs" variant="default" onClick={undo} data-testid="undo-calibration">
          {t('live.undoZero')}
        </Button>
      )}
    </>
  );
}
