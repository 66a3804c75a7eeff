import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';

/** Which leg is the affected one: it is forecast first and shown large. */
export function SideSwitch() {
  const { t } = useTranslation();
  const side = useApp((s) => s.settings.affectedSide);
  const change = useApp((s) => s.changeSettings);
  return (
    <SegmentedControl
      fullWidth
      size="sm"
      aria-label={t('live.affectedSide')}
      data-testid="affected-side"
      value={side}
      onChange={(value) => change({ affectedSide: value })}
      data={[
        { value: 'l', label: t('app.left') },
        { value: 'r', label: t('app.right') },
      ]}
    />
  );
}
