import { useTranslation } from 'react-i18next';
import { fixed } from '../format';
import setup from '../setup/SetupScreen.module.css';
import type { BenchResult } from './results';

const LEGS = 2;
const TICK_MS = 10;
/** As the engine reckons: a third of the time is left to all else. */
const RESERVE = 1.5;
const FRAME_MS = 1000 / 60;

/** What the figures mean for who works here, in three sentences. */
export function Verdict({ result: { networks, plots } }: { result: BenchResult }) {
  const { t } = useTranslation();
  const { forecasts, jobS } = networks.shipped;
  const bothLegsMs =
    LEGS * Math.min(...Object.values(forecasts).map((f) => ('medianMs' in f ? f.medianMs : Infinity)));
  const live = bothLegsMs * RESERVE <= TICK_MS ? 'fullRate' : 'lowerRate';
  const drawMs = plots.strips?.medianMs ?? Number.NaN;
  return (
    <section aria-labelledby="bench-verdict" data-testid="bench-verdict">
      <h2 id="bench-verdict">{t('bench.verdict.title')}</h2>
      <dl className={setup.facts}>
        <dt>{t('bench.verdict.live')}</dt>
        <dd>{t(`bench.verdict.${live}`, { ms: fixed(bothLegsMs, bothLegsMs < 1 ? 2 : 1) })}</dd>
        <dt>{t('bench.verdict.learning')}</dt>
        <dd>{t('bench.verdict.training', { s: fixed(Math.min(jobS.one, jobS.two), 1) })}</dd>
        <dt>{t('bench.verdict.drawing')}</dt>
        <dd>
          {t(drawMs < FRAME_MS / 2 ? 'bench.verdict.smooth' : 'bench.verdict.jerky', {
            ms: fixed(drawMs, 1),
          })}
        </dd>
      </dl>
    </section>
  );
}
