import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient } from '../../../records/shapes/patient';
import { type Figure, figureId, type FigureKind } from '../../../records/review/figures';
import { clock } from '../../format';
import { hashOf } from '../../routes';
import { ScrollX } from '../../shell/ScrollX';
import { useApp } from '../../store/store';
import { fullFigureText, valueText } from '../figure-text';
import { reviewPath } from '../paths';
import classes from '../Sessions.module.css';
import { useSessionName } from '../use-session-name';
import { useSessions } from '../use-sessions';
import { ProgressChart } from './ProgressChart';
import { type SessionFigures, useFigures } from './use-figures';

/** Charts in this order; what a patient's sessions do not have is left out. The rest is in the sessions themselves. */
const SHOWN: readonly FigureKind[] = ['cadence', 'range', 'peak', 'stance', 'symmetry', 'gvs', 'nmae'];
const ONLY: Partial<Record<FigureKind, readonly string[]>> = {
  peak: ['knee'],
  symmetry: ['range_knee', 'stance', 'step'],
};
const isShown = ({ kind, of }: Figure): boolean => SHOWN.includes(kind) && (ONLY[kind]?.includes(of) ?? true);

/** A patient's way from session to session. */
export function ProgressScreen({ patientId }: { patientId: string }) {
  const { t } = useTranslation();
  const patient = useApp((s) => s.patients?.find((p) => p.id === patientId));
  const { rows } = useSessions();
  const own = (rows ?? []).filter((r) => r.patientId === patientId && r.state !== 'recording').reverse();
  const { sessions, left } = useFigures(own);
  return (
    <div className={classes.screen} data-testid="progress" data-left={left}>
      <p>
        <a href={hashOf('sessions')}>{t('sessions.back')}</a>
      </p>
      <h1>{patient ? t('sessions.progressOf', { code: patient.code }) : t('sessions.progress')}</h1>
      {left > 0 && (
        <p role="status" className={classes.note}>
          {t('sessions.readingMore', { count: left })}
        </p>
      )}
      {rows !== null && own.length === 0 && <p>{t('sessions.progressNone')}</p>}
      {own.length > 0 && <Progress sessions={sessions} side={patient?.side ?? 'r'} />}
    </div>
  );
}

function Progress({ sessions, side }: { sessions: readonly SessionFigures[]; side: Patient['side'] }) {
  const { t } = useTranslation();
  const nameOf = useSessionName();
  const [whose, setWhose] = useState<'affected' | 'both'>('affected');
  const known = sessions.filter((s) => s.figures !== null && s.figures.length > 0);
  const all = new Map<string, Figure>();
  for (const { figures } of known) for (const f of figures ?? []) all.set(figureId(f), f);
  const shown = [...all.values()]
    .filter((f) => isShown(f) && (f.side === null || whose === 'both' || f.side === side))
    .sort((a, b) => SHOWN.indexOf(a.kind) - SHOWN.indexOf(b.kind));
  const valueOf = ({ figures }: SessionFigures, id: string): number | null =>
    figures?.find((f) => figureId(f) === id)?.value ?? null;
  return (
    <section className={classes.panel} aria-label={t('sessions.progress')}>
      <label className={classes.filter}>
        {t('sessions.leg')}
        <select
          value={whose}
          onChange={(event) => setWhose(event.currentTarget.value === 'both' ? 'both' : 'affected')}
        >
          <option value="affected">{t('sessions.affectedLeg')}</option>
          <option value="both">{t('sessions.bothLegs')}</option>
        </select>
      </label>
      {known.length === 0 && <p>{t('sessions.progressEmpty')}</p>}
      <div className={classes.charts}>
        {shown.map((figure) => {
          const id = figureId(figure);
          return (
            <ProgressChart
              key={id}
              title={fullFigureText(t, figure)}
              figure={figure}
              points={known.map((s) => ({
                at: Date.parse(s.row.startedAt),
                value: valueOf(s, id),
                // A score stands beside that of a baseline, always.
                beside:
                  figure.kind === 'nmae' ? valueOf(s, figureId({ ...figure, kind: 'nmae_still' })) : null,
              }))}
            />
          );
        })}
      </div>
      <ScrollX label={t('sessions.progress')}>
        <table className={classes.figures} data-testid="progress-table">
          <thead>
            <tr>
              <th scope="col">{t('sessions.columns.date')}</th>
              <th scope="col">{t('sessions.columns.duration')}</th>
              {shown.map((f) => (
                <th key={figureId(f)} scope="col">
                  {fullFigureText(t, f)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sessions.map((s) => (
              <tr key={s.row.id}>
                <th scope="row">
                  <a href={reviewPath(s.row.id)}>{nameOf(s.row)}</a>
                </th>
                <td>{s.row.durationS === null ? t('app.none') : clock(s.row.durationS)}</td>
                {shown.map((f) => (
                  <td key={figureId(f)}>{valueText(t, f.kind, valueOf(s, figureId(f)))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </section>
  );
}
