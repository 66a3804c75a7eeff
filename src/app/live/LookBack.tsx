import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';

/** Seconds that the strips look back. */
export function LookBack() {
  const { t } = useTranslation();
  const windowS = useApp((s) => s.settings.windowS);
  const change = useApp((s) => s.changeSettings);
  return (
    <SegmentedControl
      size="xs"
      style={{ flex: 'none' }}
      aria-label={t('live.lookBack')}
      value={String(windowS)}
      onChange={(value) => change({ windowS: Number(value) })}
      data={['4', '8', '16'].map((value) => ({ value, label: t('live.seconds', { value }) }))}
    />
  );
}
