import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import classes from './Tools.module.css';

const numberOf = (value: string | number): number | null => (typeof value === 'number' ? value : null);

/** Sets the goals for range and symmetry. */
export function GlanceGoalsButton() {
  const { t } = useTranslation();
  const goals = useApp((s) => s.settings.glanceGoals);
  const change = useApp((s) => s.changeSettings);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)} data-testid="glance-goals">
        {t('tools.goals')}
      </Button>
      {open && (
        <Dialog title={t('tools.goalsTitle')} onClose={() => setOpen(false)}>
          <div className={classes.notes}>
            <p>{t('tools.goalsLead')}</p>
            <NumberInput
              label={t('tools.rangeGoal')}
              min={5}
              max={140}
              allowDecimal={false}
              value={goals.rangeDeg ?? ''}
              onChange={(value) => change({ glanceGoals: { ...goals, rangeDeg: numberOf(value) } })}
              data-testid="goal-range"
            />
            <NumberInput
              label={t('tools.symmetryGoal')}
              min={1}
              max={100}
              allowDecimal={false}
              value={goals.symmetryPercent ?? ''}
              onChange={(value) => change({ glanceGoals: { ...goals, symmetryPercent: numberOf(value) } })}
              data-testid="goal-symmetry"
            />
            <div className={classes.actions}>
              <Button onClick={() => setOpen(false)}>{t('tools.done')}</Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
