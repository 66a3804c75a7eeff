import { Button, Radio } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../records/backup/clinic-backup';
import type { Collision, Decision } from '../../records/backup/plan';
import classes from './Backup.module.css';
import { dateText, holdsText } from './backup-text';

interface OfferPanelProps {
  offer: Offer;
  problem: ReactNode;
  onCancel: () => void;
  onRestore: (decisions: ReadonlyMap<string, Decision>) => void;
}

/** What is in a checked backup, and a question for each patient who is here as well. Nothing is chosen for the therapist. */
export function OfferPanel({ offer, problem, onCancel, onRestore }: OfferPanelProps) {
  const { t, i18n } = useTranslation();
  const [decisions, setDecisions] = useState<ReadonlyMap<string, Decision>>(new Map());
  const { manifest, backup, comparison } = offer;
  const { collisions, fresh, same, protocolStays } = comparison;
  const undecided = collisions.some((c) => !decisions.has(c.patientId));
  const holds = holdsText(t, manifest, backup.fileBytes);
  return (
    <div className={classes.form} data-testid="restore-offer">
      <p role="status">{t('backup.whole', { date: dateText(manifest.createdAt, i18n.language), holds })}</p>
      {fresh > 0 && <p>{t('backup.fresh', { count: fresh })}</p>}
      {same > 0 && <p>{t('backup.same', { count: same })}</p>}
      {protocolStays && <p>{t('backup.protocolStays')}</p>}
      {collisions.length > 0 && (
        <>
          <h3>{t('backup.collisionsTitle')}</h3>
          {collisions.map((collision) => (
            <CollisionField
              key={collision.patientId}
              collision={collision}
              decision={decisions.get(collision.patientId) ?? null}
              onDecide={(decision) => setDecisions(new Map(decisions).set(collision.patientId, decision))}
            />
          ))}
        </>
      )}
      {problem}
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
        <Button disabled={undecided} onClick={() => onRestore(decisions)} data-testid="restore-go">
          {t('backup.go')}
        </Button>
      </div>
    </div>
  );
}

const DECISIONS = ['mine', 'theirs', 'both'] as const;

interface CollisionFieldProps {
  collision: Collision;
  decision: Decision | null;
  onDecide: (decision: Decision) => void;
}

function CollisionField({ collision, decision, onDecide }: CollisionFieldProps) {
  const { t, i18n } = useTranslation();
  const { code, hereCode, kind, here, backup } = collision;
  const extent = ({ sessions, models, updatedAt }: Collision['here']): string =>
    t('backup.extent', {
      sessions: t('backup.sessions', { count: sessions }),
      models: t('backup.models', { count: models }),
      date: dateText(updatedAt, i18n.language),
    });
  return (
    <fieldset className={classes.collision} data-testid="collision" data-kind={kind}>
      <legend>
        {code}: {t(kind === 'same_patient' ? 'backup.samePatient' : 'backup.sameCode')}
      </legend>
      <dl className={classes.sides}>
        <dt>{t('backup.here')}</dt>
        <dd>
          {hereCode} · {extent(here)}
        </dd>
        <dt>{t('backup.inBackup')}</dt>
        <dd>
          {code} · {extent(backup)}
        </dd>
      </dl>
      <Radio.Group aria-label={t('backup.decide', { code })} value={decision} onChange={onDecide}>
        <div className={classes.choices}>
          {DECISIONS.map((value) => (
            <Radio
              key={value}
              value={value}
              label={t(`backup.${value}`)}
              description={value === 'theirs' ? t('backup.theirsNote', { code: hereCode }) : undefined}
              data-testid={`decide-${value}`}
            />
          ))}
        </div>
      </Radio.Group>
    </fieldset>
  );
}
