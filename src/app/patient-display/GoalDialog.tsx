import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goal } from '../../gait/feedback/goal';
import { codeOf } from '../link/patient-desk';
import { useDesks } from '../link/use-desks';
import { sideLabel } from '../names';
import { errorText } from '../patients/error-text';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import { aimText } from './aim-text';
import { draftOf } from './draft';
import classes from './GoalDialog.module.css';
import { GoalForm } from './GoalForm';
import { goalInUse, withGoal } from './goal-in-use';
import { openScreen } from './open-screen';
import { Preview } from './Preview';

/** The therapist's side of the patient's screen: what is aimed for, and what the patient sees of it. */
export function GoalDialog() {
  const { t } = useTranslation();
  const { patients } = useDesks();
  const close = useApp((s) => s.setGoalDialogOpen);
  const goal = useApp(goalInUse);
  const affected = useApp((s) => s.settings.affectedSide);
  const patient = useApp((s) => s.patients?.find((p) => p.id === s.settings.patientId));
  const feedback = useApp((s) => s.feedback);
  const [draft, setDraft] = useState(() => draftOf(goal, affected));
  const [problem, setProblem] = useState<string | null>(null);
  const set = (next: Goal | null): void => {
    setProblem(null);
    if (next !== null) setDraft(draftOf(next, affected));
    if (patient === undefined) return useApp.getState().setNobodysGoal(next);
    const goals = next === null ? [] : withGoal(patient.goals, next, new Date().toISOString());
    patients.update(patient.id, { goals }).catch((error: unknown) => setProblem(codeOf(error)));
  };
  const screenOpen = feedback?.screenOpen ?? false;
  return (
    <Dialog title={t('patientDisplay.title')} onClose={() => close(false)} wide>
      <p className={classes.lead}>{t('patientDisplay.lead')}</p>
      <div className={classes.columns} data-testid="goal-dialog">
        <GoalForm draft={draft} setDraft={setDraft} inUse={goal !== null} onSet={set} />
        <div className={classes.side}>
          <Preview />
          <p className={classes.note} role="status" data-testid="screen-state" data-open={screenOpen}>
            {t(screenOpen ? 'patientDisplay.isOpen' : 'patientDisplay.isClosed')}
          </p>
          <Button variant={screenOpen ? 'default' : 'filled'} onClick={openScreen} data-testid="open-screen">
            {t(screenOpen ? 'patientDisplay.another' : 'patientDisplay.open')}
          </Button>
          <p className={classes.note}>{t('patientDisplay.openHint')}</p>
        </div>
      </div>
      <section className={classes.inUse} data-testid="goal-in-use">
        <p>
          {goal ? <GoalText goal={goal} /> : t('patientDisplay.noneInUse')}
          {goal &&
            ` ${patient ? t('patientDisplay.forPatient', { code: patient.code }) : t('patientDisplay.forNobody')}`}
        </p>
        {goal && feedback && (
          <p data-testid="goal-count">
            {t('patientDisplay.count', { inTarget: feedback.inTarget, judged: feedback.judged })}
          </p>
        )}
        {problem !== null && <p role="alert">{t('patientDisplay.failed', { why: errorText(t, problem) })}</p>}
        {goal && (
          <Button variant="default" size="xs" onClick={() => set(null)} data-testid="goal-none">
            {t('patientDisplay.none')}
          </Button>
        )}
      </section>
      {patient && patient.goals.length > 1 && (
        <section>
          <h3 className={classes.earlier}>{t('patientDisplay.earlier')}</h3>
          <ul className={classes.list}>
            {patient.goals.slice(1).map((earlier) => (
              <li key={earlier.setAt}>
                <GoalText goal={earlier} />
                <Button variant="default" size="xs" onClick={() => set(earlier)}>
                  {t('patientDisplay.take')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}

function GoalText({ goal }: { goal: Goal }) {
  const { t } = useTranslation();
  const { joint, side, moment, low, high } = goal;
  return (
    <span>
      {t('patientDisplay.goal', {
        joint: t(`patientDisplay.joints.${joint}`),
        side: sideLabel(t, side),
        aim: aimText(t, joint, moment),
        low,
        high,
      })}
    </span>
  );
}
