import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import { momentsOf } from '../../gait/feedback/aims';
import type { Goal } from '../../gait/feedback/goal';
import { LEAST_STRIDES } from '../../gait/feedback/propose';
import { useApp } from '../store/store';
import { aimText } from './aim-text';
import { type Draft, goalOf, proposalFor, withBasis, withJoint } from './draft';
import classes from './GoalDialog.module.css';

const STEPS = [10, 20, 30, 50, 100];
const BASES = ['best', 'norm', 'hand'] as const;
const CHANNEL_OF = { hip: 'hip_flexion', knee: 'knee_angle', ankle: 'ankle_angle' } as const;

interface GoalFormProps {
  draft: Draft;
  setDraft: (draft: Draft) => void;
  /** There is one already. */
  inUse: boolean;
  onSet: (goal: Goal) => void;
}

/** Joint, leg, moment, target, steps: from top to bottom as one would say it. */
export function GoalForm({ draft, setDraft, inUse, onSet }: GoalFormProps) {
  const { t } = useTranslation();
  const proposals = useApp((s) => s.feedback?.proposals);
  const channels = useApp((s) => s.engine?.channels);
  const proposal = proposalFor(draft, proposals ?? []);
  const goal = goalOf(draft, proposal);
  const isMeasured = (joint: Goal['joint']): boolean =>
    !channels?.length || channels.includes(`${CHANNEL_OF[joint]}_${draft.side}`);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (goal !== null) onSet(goal);
  };
  return (
    <form className={classes.form} onSubmit={submit} data-testid="goal-form">
      <Field label={t('patientDisplay.joint')}>
        <SegmentedControl
          aria-label={t('patientDisplay.joint')}
          value={draft.joint}
          onChange={(joint) => setDraft(withJoint(draft, joint))}
          data={CYCLE_JOINTS.map((joint) => ({
            value: joint,
            label: t(`patientDisplay.joints.${joint}`),
            disabled: !isMeasured(joint),
          }))}
        />
      </Field>
      <Field label={t('patientDisplay.leg')}>
        <SegmentedControl
          aria-label={t('patientDisplay.leg')}
          value={draft.side}
          onChange={(side) => setDraft({ ...draft, side })}
          data={[
            { value: 'l', label: t('app.left') },
            { value: 'r', label: t('app.right') },
          ]}
        />
      </Field>
      <NativeSelect
        label={t('patientDisplay.moment')}
        value={draft.moment}
        data-testid="goal-moment"
        onChange={(event) => {
          const moment = momentsOf(draft.joint).find((m) => m === event.currentTarget.value);
          if (moment) setDraft({ ...draft, moment });
        }}
        data={momentsOf(draft.joint).map((moment) => ({
          value: moment,
          label: aimText(t, draft.joint, moment),
        }))}
      />
      <Field label={t('patientDisplay.band')}>
        <SegmentedControl
          aria-label={t('patientDisplay.band')}
          data-testid="goal-basis"
          value={draft.basis}
          onChange={(basis) => setDraft(withBasis(draft, basis, proposal))}
          data={BASES.map((basis) => ({ value: basis, label: t(`patientDisplay.basis.${basis}`) }))}
        />
      </Field>
      {draft.basis === 'hand' ? (
        <div className={classes.ends}>
          {(['low', 'high'] as const).map((end) => (
            <TextInput
              key={end}
              type="number"
              step="1"
              label={t(end === 'low' ? 'patientDisplay.from' : 'patientDisplay.to')}
              value={draft[end]}
              data-testid={`goal-${end}`}
              error={goal === null && draft.low !== '' && draft.high !== '' && t('patientDisplay.wrong')}
              onChange={(event) => setDraft({ ...draft, [end]: event.currentTarget.value })}
            />
          ))}
        </div>
      ) : (
        <p className={classes.note} data-testid="goal-band" aria-live="polite">
          {goal && <b>{t('patientDisplay.span', { low: goal.low, high: goal.high })} </b>}
          {draft.basis === 'best' &&
            (goal
              ? t('patientDisplay.bestNote', { n: proposal?.strides ?? 0 })
              : t('patientDisplay.fewStrides', { least: LEAST_STRIDES, n: proposal?.strides ?? 0 }))}
          {draft.basis === 'norm' && t(goal ? 'patientDisplay.normNote' : 'patientDisplay.normLevel')}
        </p>
      )}
      <NativeSelect
        label={t('patientDisplay.steps')}
        value={String(draft.steps ?? '')}
        data-testid="goal-steps"
        description={t('patientDisplay.stepsHint', { word: t('patientScreen.reached') })}
        onChange={(event) =>
          setDraft({ ...draft, steps: event.currentTarget.value === '' ? null : +event.currentTarget.value })
        }
        data={[
          ...STEPS.map((n) => ({ value: String(n), label: String(n) })),
          { value: '', label: t('patientDisplay.stepsAny') },
        ]}
      />
      <Button type="submit" disabled={goal === null} data-testid="goal-set">
        {t(inUse ? 'patientDisplay.change' : 'patientDisplay.set')}
      </Button>
    </form>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.field}>
      <span>{label}</span>
      {children}
    </div>
  );
}
