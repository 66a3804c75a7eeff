import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../gait/channels';
import { codeOf } from '../link/patient-desk';
import { errorText } from './error-text';
import classes from './Patients.module.css';

interface PatientFields {
  readonly code: string;
  readonly side: Side;
  readonly notes: string;
}

interface PatientFormProps {
  first: PatientFields;
  /** Rejects with what the storage says. */
  onSave: (fields: PatientFields) => Promise<void>;
  onCancel: () => void;
}

const LONGEST_CODE = 40;
const LONGEST_NOTES = 2000;

/** Code, affected side, notes. What is wrong is said beside its field. */
export function PatientForm({ first, onSave, onCancel }: PatientFormProps) {
  const { t } = useTranslation();
  const [fields, setFields] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (fields.code.trim() === '') return setProblem('');
    setBusy(true);
    try {
      await onSave({ ...fields, code: fields.code.trim() });
    } catch (error) {
      setProblem(codeOf(error));
      setBusy(false);
    }
  };
  return (
    <form className={classes.form} onSubmit={(event) => void save(event)} data-testid="patient-form">
      <TextInput
        label={t('patients.code')}
        description={t('patients.codeHint')}
        value={fields.code}
        maxLength={LONGEST_CODE}
        data-testid="patient-code"
        error={problem === null ? null : problem === '' ? t('patients.codeMissing') : errorText(t, problem)}
        onChange={(event) => setFields({ ...fields, code: event.currentTarget.value })}
      />
      <div className={classes.field}>
        <span>{t('patients.side')}</span>
        <SegmentedControl
          aria-label={t('patients.side')}
          data-testid="patient-side"
          value={fields.side}
          onChange={(side) => setFields({ ...fields, side })}
          data={[
            { value: 'l', label: t('app.left') },
            { value: 'r', label: t('app.right') },
          ]}
        />
      </div>
      <Textarea
        label={t('patients.notes')}
        value={fields.notes}
        rows={3}
        maxLength={LONGEST_NOTES}
        data-testid="patient-notes"
        onChange={(event) => setFields({ ...fields, notes: event.currentTarget.value })}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={busy} data-testid="patient-save">
          {t('patients.save')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}
