import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';
import { useApp } from '../store/store';
import { comparePath, progressPath } from './paths';
import { inOrder, type SessionOrder } from './session-order';
import classes from './Sessions.module.css';
import { SessionTable } from './SessionTable';
import { usePatientCode } from './use-patient-code';

/** So many rows are drawn at a time: a thousand sessions open at once. */
const PAGE = 50;
const EVERYBODY = '*';
const NOBODY = '';

export function SessionList({ rows }: { rows: readonly SessionRow[] }) {
  const { t } = useTranslation();
  const codeOf = usePatientCode();
  const patients = useApp((s) => s.patients);
  const [whose, setWhose] = useState(EVERYBODY);
  const [order, setOrder] = useState<SessionOrder>({ key: 'date', descending: true });
  const [most, setMost] = useState(PAGE);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const sorted = useMemo(() => {
    const chosen = rows.filter((r) => whose === EVERYBODY || (r.patientId ?? NOBODY) === whose);
    return inOrder(chosen, order, codeOf);
  }, [rows, whose, order, codeOf]);
  const pair = picked.filter((id) => rows.some((r) => r.id === id));
  const patient = patients?.find((p) => p.id === whose);
  return (
    <section className={classes.panel} aria-label={t('sessions.list')}>
      <div className={classes.head}>
        <label className={classes.filter}>
          {t('sessions.whose')}
          <select
            value={whose}
            data-testid="sessions-filter"
            onChange={(event) => {
              setWhose(event.currentTarget.value);
              setMost(PAGE);
            }}
          >
            <option value={EVERYBODY}>{t('sessions.everybody')}</option>
            {patients?.map((p) => (
              <option key={p.id} value={p.id}>
                {p.code}
              </option>
            ))}
            <option value={NOBODY}>{t('sessions.nobody')}</option>
          </select>
        </label>
        <span className={classes.count} role="status">
          {t('sessions.count', { count: sorted.length })}
        </span>
        <span className={classes.actions}>
          {patient && (
            <Button component="a" size="xs" variant="default" href={progressPath(patient.id)}>
              {t('sessions.progressOf', { code: patient.code })}
            </Button>
          )}
          {pair.length === 2 ? (
            <Button
              component="a"
              size="xs"
              href={comparePath(pair[0], pair[1])}
              data-testid="sessions-compare"
            >
              {t('sessions.compare')}
            </Button>
          ) : (
            <span className={classes.note}>{t('sessions.compareHint')}</span>
          )}
        </span>
      </div>
      <SessionTable
        rows={sorted.slice(0, most)}
        order={order}
        onOrder={setOrder}
        picked={pair}
        // The third takes the place of the first.
        onPick={(id) => setPicked(pair.includes(id) ? pair.filter((p) => p !== id) : [...pair, id].slice(-2))}
      />
      {sorted.length > most && (
        <Button variant="default" onClick={() => setMost(most + PAGE)} data-testid="sessions-more">
          {t('sessions.more', { count: Math.min(PAGE, sorted.length - most) })}
        </Button>
      )}
    </section>
  );
}
