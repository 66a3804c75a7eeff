import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient } from '../../records/shapes/patient';
import { hashOf } from '../routes';
import { useApp } from '../store/store';
import { CompareModels } from './CompareModels';
import { ImportButton } from './ImportButton';
import { ModelRow } from './ModelRow';
import classes from './Patients.module.css';
import { useModelsOf } from './use-models-of';

/** What was learned of one patient: each model with where it came from, how it was judged, and what can be done with it. */
export function ModelsPanel({ patient }: { patient: Patient }) {
  const { t } = useTranslation();
  const models = useModelsOf(patient.id);
  const activeIds = useApp((s) => s.activeIds);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const tick = (id: string, on: boolean): void =>
    setTicked((before) =>
      on ? [...before.filter((t) => t !== id), id].slice(-2) : before.filter((t) => t !== id),
    );
  const pair = models.filter((m) => ticked.includes(m.id));
  return (
    <section className={classes.panel} aria-labelledby="models-title" data-testid="personal-models">
      <div className={classes.head}>
        <h2 id="models-title">{t('patients.of', { code: patient.code })}</h2>
        <ImportButton patientId={patient.id} />
      </div>
      {models.length === 0 ? (
        <p>
          {t('patients.noModels')}{' '}
          <Button component="a" href={hashOf('adapt')} size="xs" variant="default">
            {t('patients.toAdapt')}
          </Button>
        </p>
      ) : (
        <ul className={classes.models}>
          {[...models].reverse().map((model) => (
            <ModelRow
              key={model.id}
              model={model}
              all={models}
              active={activeIds.includes(model.id)}
              ticked={ticked.includes(model.id)}
              onTick={(on) => tick(model.id, on)}
            />
          ))}
        </ul>
      )}
      {models.length > 1 && pair.length < 2 && (
        <p className={classes.note}>{t('patients.model.compareHint')}</p>
      )}
      {pair.length === 2 && <CompareModels pair={pair} all={models} />}
    </section>
  );
}
