import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';
import { codeOf } from '../link/patient-desk';
import { useDesks } from '../link/use-desks';
import { errorText } from '../patients/error-text';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import classes from './Sessions.module.css';

interface WordsProps {
  row: SessionRow;
  name: string;
}

/** Name, patient and notes of a session, to be changed. */
export function WordsButton({ row, name }: WordsProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)} data-testid="session-words">
        {t('sessions.words')}
      </Button>
      {open && (
        <Dialog title={t('sessions.wordsTitle', { name })} onClose={() => setOpen(false)}>
          <WordsForm row={row} onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

function WordsForm({ row, onDone }: { row: SessionRow; onDone: () => void }) {
  const { t } = useTranslation();
  const { sessions } = useDesks();
  const patients = useApp((s) => s.patients);
  const [title, setTitle] = useState(row.title);
  const [patientId, setPatientId] = useState(row.patientId ?? '');
  /** null until they were read: what was not read is not written over. */
  const [notes, setNotes] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    sessions.get(row.id).then(
      ({ details }) => here && setNotes(details.notes),
      (error: unknown) => here && setProblem(codeOf(error)),
    );
    return () => {
      here = false;
    };
  }, [sessions, row.id]);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (notes === null) return;
    try {
      await sessions.describe(row.id, {
        title: title.trim(),
        patientId: patientId === '' ? null : patientId,
        notes: notes.trim(),
      });
      onDone();
    } catch (error) {
      setProblem(codeOf(error));
    }
  };
  return (
    <form className={classes.form} onSubmit={(event) => void save(event)}>
      <TextInput
        label={t('sessions.titleField')}
        description={t('sessions.titleHint')}
        value={title}
        maxLength={80}
        onChange={(event) => setTitle(event.currentTarget.value)}
        data-testid="session-title"
        data-autofocus
      />
      <label className={classes.field}>
        {t('sessions.columns.patient')}
        <select value={patientId} onChange={(event) => setPatientId(event.currentTarget.value)}>
          <option value="">{t('sessions.nobody')}</option>
          {patients?.map((p) => (
            <option key={p.id} value={p.id}>
              {p.code}
            </option>
          ))}
        </select>
      </label>
      <Textarea
        label={t('sessions.notes')}
        value={notes ?? ''}
        disabled={notes === null}
        autosize
        minRows={3}
        maxRows={10}
        onChange={(event) => setNotes(event.currentTarget.value)}
        data-testid="session-notes"
      />
      {problem !== null && (
        <p role="alert" className={classes.problem}>
          {errorText(t, problem)}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onDone}>
          {t('app.cancel')}
        </Button>
        <Button type="submit" disabled={notes === null} data-testid="session-save">
          {t('sessions.save')}
        </Button>
      </div>
    </form>
  );
}
