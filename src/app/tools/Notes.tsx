import { Button, Textarea } from '@mantine/core';
import { IconNotes } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../shell/Dialog';
import { useKeys } from '../shell/use-keys';
import { useApp } from '../store/store';
import classes from './Tools.module.css';
import { useSessionNotes } from './use-session-notes';

/** Notes on the session that is being recorded, kept as they are typed; O opens them. */
export function Notes() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useKeys({ o: () => setOpen(true) });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconNotes size={16} stroke={1.7} aria-hidden />}
        onClick={() => setOpen(true)}
        aria-keyshortcuts="o"
        data-testid="notes"
      >
        {t('tools.notes')}
      </Button>
      {open && (
        <Dialog title={t('tools.notesLabel')} onClose={() => setOpen(false)}>
          <NotesField />
        </Dialog>
      )}
    </>
  );
}

function NotesField() {
  const { t } = useTranslation();
  const id = useApp((s) => (s.engine?.recording.phase === 'off' ? null : (s.engine?.recording.id ?? null)));
  const notes = useSessionNotes(id);
  if (id === null) return <p>{t('tools.notesNoSession')}</p>;
  return (
    <div className={classes.notes}>
      <Textarea
        aria-label={t('tools.notesLabel')}
        autosize
        minRows={4}
        maxRows={12}
        disabled={notes.text === null}
        value={notes.text ?? ''}
        onChange={(event) => notes.change(event.currentTarget.value)}
        data-testid="notes-text"
      />
      <p role="status" data-testid="notes-state" data-state={notes.state}>
        {t(
          notes.state === 'failed'
            ? 'tools.notesFailed'
            : notes.state === 'kept'
              ? 'tools.notesKept'
              : 'tools.notesSaving',
        )}
      </p>
    </div>
  );
}
