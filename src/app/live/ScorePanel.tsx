import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { ScoreCell, ScoreRow } from '../../engine/protocol';
import { SHOWN_HORIZONS_MS } from '../../forecast/forecaster';
import type { ChannelName } from '../../gait/channels';
import type { Settings } from '../../records/settings';
import { AdaptHint } from '../adapt/AdaptHint';
import { fixed } from '../format';
import { channelLabel, modelLabel } from '../names';
import { useApp } from '../store/store';
import { HorizonTable } from './HorizonTable';
import classes from './ScorePanel.module.css';
import { BASELINES, useForecasterName } from './score-data';
import { useJoint } from './use-joint';

/** How good the forecast is, beside the baselines, at the chosen horizon; over 10 s and since the stream began. */
export function ScorePanel() {
  const { t } = useTranslation();
  const seen = useApp((s) => s.engine?.model.seenInTraining ?? false);
  const main = useJoint().joint;
  const joints = useApp(useShallow((s) => [...new Set(s.scores?.rows.map((row) => row.joint) ?? [])]));
  const [chosen, setChosen] = useState<string | null>(null);
  const joint = [chosen, main, joints[0]].find((j) => j && joints.includes(j)) ?? null;
  return (
    <section className={classes.panel} aria-labelledby="scores-title" data-testid="scores">
      <h2 id="scores-title" className={classes.title}>
        {t('scores.title')}
      </h2>
      <HorizonChoice />
      <div className={classes.choice}>
        <CompareChoice />
        {joint && joints.length > 1 && (
          <NativeSelect
            size="xs"
            label={t('scores.joint')}
            data-testid="score-joint"
            value={joint}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={joints.map((j) => ({ value: j, label: channelLabel(t, j) }))}
          />
        )}
      </div>
      {seen && (
        <p className={classes.seen} data-testid="seen-in-training">
          {t('live.seenInTraining')}
        </p>
      )}
      <NoModel />
      <Scores joint={joint} />
      <Counts />
      <Hidden />
      <AdaptHint />
    </section>
  );
}

function HorizonChoice() {
  const { t } = useTranslation();
  const horizonMs = useApp((s) => s.settings.horizonMs);
  const change = useApp((s) => s.changeSettings);
  return (
    <div className={classes.horizon}>
      <span aria-hidden>{t('live.horizon')}</span>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('live.horizon')}
        data-testid="horizon"
        value={String(horizonMs)}
        onChange={(value) => change({ horizonMs: Number(value) })}
        data={SHOWN_HORIZONS_MS.map(String)}
      />
    </div>
  );
}

function CompareChoice() {
  const { t } = useTranslation();
  const nameOf = useForecasterName();
  const compareWith = useApp((s) => s.settings.compareWith);
  const change = useApp((s) => s.changeSettings);
  return (
    <NativeSelect
      size="xs"
      label={t('scores.beside')}
      data-testid="compare-with"
      value={compareWith ?? ''}
      onChange={(event) =>
        change({ compareWith: (event.currentTarget.value || null) as Settings['compareWith'] })
      }
      data={[
        { value: '', label: t('scores.besideNone') },
        ...BASELINES.map((forecaster) => ({
          value: forecaster,
          label: nameOf({ forecaster, kind: 'baseline' }),
        })),
      ]}
    />
  );
}

/** Which channels the models miss, where none can run. */
function NoModel() {
  const { t } = useTranslation();
  const none = useApp((s) => s.engine?.noForecast === 'no_model_fits');
  const choices = useApp(
    useShallow(
      (s) =>
        s.engine?.model.choices.map(
          (c) => `${modelLabel(t, c)}: ${c.missing.map((m) => channelLabel(t, m)).join(', ')}`,
        ) ?? [],
    ),
  );
  if (!none) return null;
  return (
    <div className={classes.seen} data-testid="no-model">
      <p>{t('noForecast.no_model_fits')}</p>
      <ul>
        {choices.map((text) => (
          <li key={text}>{t('live.missing', { channels: text })}</li>
        ))}
      </ul>
    </div>
  );
}

/** Forecasts made, left out by a lowered rate, and missed for want of time. */
function Counts() {
  const { t } = useTranslation();
  const counts = useApp(
    useShallow(
      (s) => s.engine && { made: s.engine.forecasts, skipped: s.engine.skipped, missed: s.engine.missed },
    ),
  );
  return counts && counts.made > 0 && <p className={classes.spans}>{t('scores.counts', counts)}</p>;
}

/** Beside coverage, always: a band is easily kept by hiding what is hard. */
function Hidden() {
  const { t } = useTranslation();
  const percent = useApp((s) => (100 * (s.engine?.hiddenShare ?? Number.NaN)).toFixed(1));
  if (percent === 'NaN') return null;
  return (
    <p className={classes.spans} data-testid="hidden-share">
      {t('scores.hidden', { percent })}
    </p>
  );
}

/** The part that changes four times a second. */
function Scores({ joint }: { joint: ChannelName | null }) {
  const { t } = useTranslation();
  const table = useApp((s) => s.scores);
  const horizonMs = useApp((s) => s.settings.horizonMs);
  const at = table?.horizonsMs.indexOf(horizonMs) ?? -1;
  if (!table || joint === null || at < 0) return <p className={classes.none}>{t('scores.none')}</p>;
  return (
    <>
      <AtHorizon
        rows={table.rows.filter((row) => row.joint === joint)}
        at={at}
        range={table.range.find((r) => r.joint === joint)?.deg ?? null}
        caption={t('scores.at', { ms: horizonMs, joint: channelLabel(t, joint) })}
      />
      <p className={classes.spans}>{t('scores.spans')}</p>
      <HorizonTable table={table} joint={joint} />
    </>
  );
}

interface AtHorizonProps {
  rows: ScoreRow[];
  at: number;
  range: number | null;
  caption: string;
}

function AtHorizon({ rows, at, range, caption }: AtHorizonProps) {
  const { t } = useTranslation();
  const nameOf = useForecasterName();
  return (
    <table className={classes.table} data-testid="score-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('scores.forecaster')}</th>
          <th scope="col" title={t('scores.rmseTitle')}>
            {t('scores.rmse')}
          </th>
          <th scope="col" title={t('scores.nmaeTitle', { range: fixed(range, 0) })}>
            {t('scores.nmae')}
          </th>
          <th scope="col" title={t('scores.skillTitle')}>
            {t('scores.skill')}
          </th>
          <th scope="col" title={t('scores.coverageTitle')}>
            {t('scores.coverage')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const recent = row.recent[at];
          const total = row.total[at];
          const cell = (metric: 'rmse' | 'nmae' | 'skill', digits: number) => (
            <Cell recent={fixed(recent[metric], digits)} total={fixed(total[metric], digits)} />
          );
          return (
            <tr
              key={row.forecaster}
              data-kind={row.kind}
              data-testid="score-row"
              data-forecaster={row.forecaster}
              title={t('scores.n', { n: total.n })}
            >
              <th scope="row">
                <i aria-hidden />
                {nameOf(row)}
              </th>
              {cell('rmse', 2)}
              {cell('nmae', 1)}
              {cell('skill', 2)}
              <Cell recent={coverage(recent)} total={coverage(total)} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Cell({ recent, total }: { recent: string; total: string }) {
  return (
    <td>
      <b>{recent}</b>
      <small>{total}</small>
    </td>
  );
}

const coverage = (cell: ScoreCell): string =>
  cell.coverage === null ? '–' : `${fixed(cell.coverage * 100, 0)} %`;
