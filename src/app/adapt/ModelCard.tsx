import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesks } from '../link/use-desks';
import { modelLabel, sideLabel } from '../names';
import { SaveForDialog } from '../patients/SaveForDialog';
import { hashOf } from '../routes';
import { useApp } from '../store/store';
import classes from './ModelCard.module.css';
import { outcomeText } from './outcome-text';
import panel from './Panel.module.css';
import { peerName } from './peer-name';
import { personalName } from './personal-name';

/** What forecasts now, for whom, where it is kept, and the way back. */
export function ModelCard() {
  const { t } = useTranslation();
  const { personal } = useDesks();
  const id = useApp((s) => s.engine?.model.id ?? null);
  const name = useApp((s) => s.engine?.model.name ?? '');
  const active = useApp((s) => s.activePersonal);
  const patient = useApp((s) => s.patients?.find((p) => p.id === s.settings.patientId)?.code);
  const peer = useApp((s) => s.personalPeer);
  const canUndo = useApp((s) => s.canUndoPersonal);
  return (
    <section className={panel.panel} aria-labelledby="model-title" data-testid="model-card">
      <h2 id="model-title">{t('adapt.model.title')}</h2>
      <p className={classes.name} data-testid="model-in-use" data-kind={active?.kind ?? 'base'}>
        {active && peer !== null ? peerName(t, peer) : modelLabel(t, { id, name })} ·{' '}
        <b>{personalName(t, active)}</b>
        {active && <> · {t('adapt.model.leg', { side: sideLabel(t, active.side) })}</>}
      </p>
      <p>
        {t('adapt.model.patient')}{' '}
        <a href={hashOf('patients')} data-testid="adapt-patient">
          {patient ?? t('adapt.model.noPatient')}
        </a>
      </p>
      <Outcome />
      <div className={panel.row}>
        {canUndo && (
          <Button
            variant="default"
            onClick={() => void personal.undo().then(focusOutcome)}
            title={t('adapt.model.undoTitle')}
            data-testid="undo-personal"
          >
            {t('adapt.model.undo')}
          </Button>
        )}
        <SaveFor />
      </div>
      <Continuous />
    </section>
  );
}

const OUTCOME_ID = 'adapt-outcome';

/** What was pressed may be gone: the focus goes to what became of it. */
const focusOutcome = (): void => {
  requestAnimationFrame(() => document.getElementById(OUTCOME_ID)?.focus());
};

function Outcome() {
  const { t } = useTranslation();
  const outcome = useApp((s) => s.outcome);
  return (
    <p
      id={OUTCOME_ID}
      tabIndex={-1}
      role="status"
      // What happens quietly, again and again, is not read out.
      aria-live={outcome?.kind === 'updated' ? 'off' : 'polite'}
      className={outcome ? classes.outcome : undefined}
      data-testid="adapt-outcome"
      data-kind={outcome?.kind}
    >
      {outcome && outcomeText(t, outcome)}
    </p>
  );
}

/** For a model that only this page holds, also when another patient's runs by now. */
function SaveFor() {
  const { t } = useTranslation();
  const { personal } = useDesks();
  const unsaved = useApp((s) => s.unsavedPersonal);
  const runs = useApp(({ outcome }) => outcome?.kind === 'held' || outcome?.kind === 'notSaved');
  const [open, setOpen] = useState(false);
  if (!unsaved) return null;
  return (
    <>
      {!runs && <p className={classes.unsaved}>{t('adapt.model.unsaved')}</p>}
      <Button onClick={() => setOpen(true)} data-testid="save-for">
        {t('adapt.model.saveFor')}
      </Button>
      {open && (
        <SaveForDialog
          onClose={() => {
            setOpen(false);
            void personal.done().then(focusOutcome);
          }}
        />
      )}
    </>
  );
}

function Continuous() {
  const { t } = useTranslation();
  const { personal } = useDesks();
  const on = useApp((s) => s.continuous);
  const possible = useApp((s) => s.activePersonal?.kind === 'network');
  return (
    <Switch
      checked={on && possible}
      disabled={!possible}
      onChange={(event) => personal.setContinuous(event.currentTarget.checked)}
      label={t('adapt.model.continuous')}
      description={t(possible ? 'adapt.model.continuousNote' : 'adapt.model.continuousLater')}
      data-testid="continuous"
    />
  );
}
