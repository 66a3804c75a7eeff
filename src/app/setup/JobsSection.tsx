import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fixed } from '../format';
import { hashOf } from '../routes';
import { useApp } from '../store/store';
import classes from './SetupScreen.module.css';
import { fastestOf, JOBS, useJobTimes } from './use-job-times';
import { ScrollX } from '../shell/ScrollX';

/** What does the work besides live forecasts: batches and training, by what was measured on this computer. */
export function JobsSection() {
  const { t } = useTranslation();
  const model = useApp((s) => s.engine?.model.id ?? null);
  const { times, measure, state } = useJobTimes(model);
  return (
    <section aria-labelledby="jobs-title" data-testid="jobs">
      <h2 id="jobs-title">{t('jobs.title')}</h2>
      <p className={classes.note}>{t('jobs.note')}</p>
      <ScrollX label={t('jobs.title')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('jobs.job')}</th>
              <th scope="col">{t('setup.executor')}</th>
              <th scope="col" className={classes.number}>
                {t('jobs.ms')}
              </th>
            </tr>
          </thead>
          {JOBS.map((job) => {
            const measured = Object.entries(times(job));
            const chosen = fastestOf(times(job));
            return (
              <tbody key={job}>
                {measured.length === 0 && (
                  <tr data-job={job}>
                    <th scope="row">{t(`jobs.${job}`)}</th>
                    <td colSpan={2}>{t('setup.notMeasured')}</td>
                  </tr>
                )}
                {measured.map(([id, ms], i) => (
                  <tr key={id} data-job={job} data-way={id}>
                    {i === 0 && (
                      <th scope="rowgroup" rowSpan={measured.length} className={classes.group}>
                        {t(`jobs.${job}`)}
                      </th>
                    )}
                    <td>
                      {t(job === 'training' ? `jobs.ways.${id}` : `executors.${id}`, { defaultValue: id })}
                      {id === chosen && <b> {t('jobs.chosen')}</b>}
                    </td>
                    <td className={classes.number}>{typeof ms === 'number' ? fixed(ms, 1) : ms}</td>
                  </tr>
                ))}
              </tbody>
            );
          })}
        </table>
      </ScrollX>
      <div className={classes.actions}>
        <Button
          variant="default"
          loading={state === 'measuring'}
          disabled={model === null}
          onClick={() => void measure()}
          data-testid="measure-jobs"
        >
          {t('jobs.measure')}
        </Button>
        <Button component="a" href={hashOf('bench')} variant="subtle">
          {t('bench.title')}
        </Button>
      </div>
      {state === 'failed' && <p role="alert">{t('jobs.failed')}</p>}
    </section>
  );
}
