import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../link/patient-desk';
import { Dialog } from '../shell/Dialog';
import { errorText } from './error-text';
import classes from './Patients.module.css';

interface RemoveDialogProps {
  title: string;
  text: string;
  /** Of the button that opens it. */
  label: string;
  testid: string;
  /** Rejects with what the storage says. */
  onRemove: () => Promise<void>;
}

/** A button that deletes for good, after a question. */
export function RemoveDialog({ title, text, label, testid, onRemove }: RemoveDialogProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    try {
      await onRemove();
      setOpen(false);
      // The button may be gone with what was deleted.
      document.getElementById('main')?.focus();
    } catch (error) {
      setProblem(codeOf(error));
    }
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)} data-testid={testid}>
        {label}
      </Button>
      {open && (
        <Dialog title={title} onClose={() => setOpen(false)}>
          <div className={classes.form}>
            <p>{text}</p>
            {problem !== null && (
              <p role="alert" className={classes.problem}>
                {errorText(t, problem)}
              </p>
            )}
            <div className={classes.actions}>
              <Button variant="default" onClick={() => setOpen(false)}>
                {t('app.cancel')}
              </Button>
              <Button color="red" variant="outline" onClick={() => void remove()} data-testid="remove-yes">
                {t('patients.removeYes')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
