import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForecastOutcome } from '../../forecast/runtime/bench/forecasts';
import { fixed } from '../format';
import setup from '../setup/SetupScreen.module.css';
import type { StepOutcome } from './messages';
import type { NetworkResult } from './results';

/** Everything that was timed on one network. */
export function NetworkTable({ title, network }: { title: string; network: NetworkResult }) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const { forecasts, batches, steps, jobS, parameters } = network;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {t('bench.networkTitle', { name: title, weights: parameters.toLocaleString(i18n.language) })}
      </h2>
      <div className={setup.scroll}>
        <table className={setup.table} data-testid="bench-network">
          <thead>
            <tr>
              <th scope="col">{t('bench.what')}</th>
              <th scope="col">{t('setup.executor')}</th>
              <th scope="col" className={setup.number}>
                {t('bench.median')}
              </th>
              <th scope="col" className={setup.number}>
                {t('bench.p99')}
              </th>
              <th scope="col" className={setup.number}>
                {t('bench.draws')}
              </th>
            </tr>
          </thead>
          <Rows what={t('bench.oneForecast')} outcomes={forecasts} nameOf={(name) => `executors.${name}`} />
          <Rows what={t('bench.batch')} outcomes={batches} nameOf={(name) => `executors.${name}`} />
          <Rows what={t('bench.step')} outcomes={steps} nameOf={(name) => `bench.steps.${name}`} />
        </table>
      </div>
      <p className={setup.note}>{t('bench.job', { one: fixed(jobS.one, 1), two: fixed(jobS.two, 1) })}</p>
    </section>
  );
}

interface RowsProps {
  what: string;
  outcomes: Readonly<Record<string, ForecastOutcome | StepOutcome>>;
  nameOf: (name: string) => string;
}

function Rows({ what, outcomes, nameOf }: RowsProps) {
  const { t } = useTranslation();
  const entries = Object.entries(outcomes);
  return (
    <tbody>
      {entries.map(([name, outcome], i) => (
        <tr key={name} data-peer={name}>
          {i === 0 && (
            <th scope="rowgroup" rowSpan={entries.length} className={setup.group}>
              {what}
            </th>
          )}
          <td>{t(nameOf(name), { defaultValue: name })}</td>
          {'reason' in outcome ? (
            <td colSpan={3}>{outcome.reason}</td>
          ) : (
            <>
              <td className={setup.number}>{fixed(outcome.medianMs, outcome.medianMs < 10 ? 2 : 0)}</td>
              <td className={setup.number}>{fixed(outcome.p99Ms, 1)}</td>
              <td className={setup.number}>{'draws' in outcome ? (outcome.draws ?? '') : ''}</td>
            </>
          )}
        </tr>
      ))}
    </tbody>
  );
}
