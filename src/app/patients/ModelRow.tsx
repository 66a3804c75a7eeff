import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PersonalModelRecord } from '../../records/shapes/personal-model';
import { peerName } from '../adapt/peer-name';
import { fixed } from '../format';
import { numberOf } from '../link/personal-number';
import { useDesks } from '../link/use-desks';
import { channelLabel, sideLabel } from '../names';
import { useApp } from '../store/store';
import { ExportButton } from './ExportButton';
import { parentOf, scoreAt } from './lineage';
import classes from './Patients.module.css';
import { RemoveDialog } from './RemoveDialog';
import { useParentName } from './use-parent-name';

interface ModelRowProps {
  model: PersonalModelRecord;
  all: readonly PersonalModelRecord[];
  /** Taken up when the patient returns. */
  active: boolean;
  ticked: boolean;
  onTick: (on: boolean) => void;
}

export function ModelRow({ model, all, active, ticked, onTick }: ModelRowProps) {
  const { t, i18n } = useTranslation();
  const parentName = useParentName();
  const horizonMs = useApp((s) => s.settings.horizonMs);
  const n = numberOf(model, all);
  const name = t('patients.model.name', { n });
  const score = scoreAt(model, horizonMs);
  const kind =
    model.kind === 'peer' && model.peerId !== null
      ? t('patients.model.peer', { name: peerName(t, model.peerId), model: model.modelId })
      : t('patients.model.network', { model: model.modelId });
  const facts = [
    t('patients.model.over', { parent: parentName(parentOf(model, all)) }),
    kind,
    t('adapt.model.leg', { side: sideLabel(t, model.side) }),
    t('patients.model.strides', {
      training: model.trainingStrides.length,
      keptBack: model.keptBackStrides.length,
    }),
    ...(model.continuous ? [t('patients.model.continuous')] : []),
    new Date(model.createdAt).toLocaleString(i18n.language),
    model.who ? t('patients.model.by', { who: model.who }) : t('patients.model.byNobody'),
  ];
  return (
    <li data-testid="personal-model" data-n={n} data-active={active || undefined} data-kind={model.kind}>
      <div className={classes.head}>
        <label className={classes.tick}>
          <input
            type="checkbox"
            checked={ticked}
            onChange={(event) => onTick(event.currentTarget.checked)}
            aria-label={t('patients.model.compare', { name })}
          />
          <b>{name}</b>
          {active && <span className={classes.chosen}>{t('patients.model.active')}</span>}
        </label>
        <Actions model={model} all={all} active={active} n={n} />
      </div>
      <p className={classes.note}>{facts.join(' · ')}</p>
      {score && (
        <p className={classes.score}>
          {t('patients.model.score', {
            joint: channelLabel(t, score.joint),
            ms: score.ms,
            before: fixed(score.before, 2),
            after: fixed(score.after, 2),
          })}
        </p>
      )}
    </li>
  );
}

function Actions({ model, all, active, n }: Omit<ModelRowProps, 'ticked' | 'onTick'> & { n: number }) {
  const { t } = useTranslation();
  const { personal } = useDesks();
  const parentName = useParentName();
  const parent = all.find((m) => m.id === model.parentId);
  return (
    <div className={classes.actions}>
      {active ? (
        <>
          {parent && (
            <Button
              size="xs"
              variant="default"
              onClick={() => void personal.use(parent)}
              data-testid="model-undo"
            >
              {t('patients.model.undo', { parent: parentName(parentOf(model, all)) })}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            onClick={() => void personal.useBase(model)}
            data-testid="model-to-base"
          >
            {t('patients.model.toBase')}
          </Button>
        </>
      ) : (
        <Button size="xs" onClick={() => void personal.use(model)} data-testid="model-use">
          {t('patients.model.use')}
        </Button>
      )}
      <ExportButton model={model} n={n} />
      <RemoveDialog
        title={t('patients.model.removeTitle', { n })}
        text={t('patients.model.removeAsk')}
        label={t('patients.model.remove')}
        testid="model-remove"
        onRemove={() => personal.remove(model)}
      />
    </div>
  );
}
