import { Button, SegmentedControl } from '@mantine/core';
import { IconBrain } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';
import classes from './GoButton.module.css';
import { useAdapt } from './use-adapt';
import { strideChoices } from './walk-state';

/** Step 2 begins with one large button. */
export function GoButton() {
  const { t } = useTranslation();
  const { start } = useAdapt();
  const ready = useApp((s) => s.strides?.ready ?? 0);
  const wanted = useApp((s) => s.strides?.wanted ?? 5);
  const refused = useApp((s) => (s.strides?.refusals.length ?? 1) > 0);
  const asked = useApp((s) => s.adaptStrides);
  const setAsked = useApp((s) => s.setAdaptStrides);
  const choices = strideChoices({ ready, wanted });
  const count = asked !== null && choices.includes(asked) ? asked : choices[0];
  return (
    <div className={classes.go}>
      <Button
        size="lg"
        variant={ready >= wanted ? 'filled' : 'default'}
        leftSection={<IconBrain size={22} stroke={1.7} aria-hidden />}
        disabled={refused || ready === 0}
        onClick={() => start(count)}
        aria-describedby="adapt-go-note"
        data-testid="adapt-start"
      >
        {count > 0 ? t('adapt.go.button', { count }) : t('adapt.steps.adapt')}
      </Button>
      {choices.length > 1 && (
        <div className={classes.from}>
          <span aria-hidden>{t('adapt.walk.from')}</span>
          <SegmentedControl
            size="xs"
            aria-label={t('adapt.walk.from')}
            data-testid="adapt-from"
            value={String(count)}
            onChange={(value) => setAsked(Number(value))}
            data={choices.map((n) => ({ value: String(n), label: t('adapt.walk.latest', { n }) }))}
          />
        </div>
      )}
      <p id="adapt-go-note" className={classes.note}>
        {t('adapt.go.lead')}
      </p>
    </div>
  );
}
