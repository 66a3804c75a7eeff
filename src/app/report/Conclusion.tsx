import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionDetails } from '../../records/shapes/session';
import { codeOf } from '../link/patient-desk';
import { useDesks } from '../link/use-desks';
import { errorText } from '../patients/error-text';
import classes from './Report.module.css';

const SAVE_AFTER_MS = 600;
/** More would not stay on two pages. */
const MOST_CHARACTERS = 1200;

/** The therapist's own words: a field on screen, text on paper. Kept with the session as they are written. */
export function Conclusion({ details }: { details: SessionDetails }) {
  const { t } = useTranslation();
  const { sessions } = useDesks();
  const [text, setText] = useState(details.conclusion);
  const [state, setState] = useState<'kept' | 'saving' | 'saved' | { readonly code: string }>('kept');
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly save: () => void } | null>(
    null,
  );
  const save = (words: string): void => {
    setState('saving');
    sessions.conclude(details.id, words.trim()).then(
      () => setState('saved'),
      (error: unknown) => setState({ code: codeOf(error) }),
    );
  };
  const saveNow = (): void => {
    const { current } = waiting;
    waiting.current = null;
    if (current === null) return;
    clearTimeout(current.timer);
    current.save();
  };
  const write = (words: string): void => {
    setText(words);
    if (waiting.current !== null) clearTimeout(waiting.current.timer);
    waiting.current = { timer: setTimeout(saveNow, SAVE_AFTER_MS), save: () => save(words) };
  };
  // What was written last is kept when the screen is left.
  const leave = useRef(saveNow);
  useEffect(() => {
    leave.current = saveNow;
  });
  useEffect(() => () => leave.current(), []);
  return (
    <section className={classes.part} aria-labelledby="report-conclusion">
      <h2 id="report-conclusion">{t('report.conclusion')}</h2>
      <div className={classes.onScreen}>
        <Textarea
          aria-labelledby="report-conclusion"
          description={t('report.conclusionHint')}
          value={text}
          maxLength={MOST_CHARACTERS}
          autosize
          minRows={3}
          onChange={(event) => write(event.currentTarget.value)}
          onBlur={saveNow}
          data-testid="report-conclusion"
        />
        <span role="status" className={classes.note} data-testid="conclusion-state">
          {state === 'saving' && t('report.saving')}
          {state === 'saved' && t('report.saved')}
          {typeof state === 'object' && t('report.notSaved', { why: errorText(t, state.code) })}
        </span>
      </div>
      <p className={classes.onPaper}>{text.trim() === '' ? t('report.conclusionNone') : text.trim()}</p>
      <p className={`${classes.onPaper} ${classes.signature}`}>{t('report.signed')}</p>
    </section>
  );
}
