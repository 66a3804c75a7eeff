import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './EvidenceScreen.module.css';
import { type Evidence, loadEvidence } from './load';
import { ModelEvidence } from './ModelEvidence';
import { StudyEvidence } from './StudyEvidence';
import { useWords } from './words';

type State = { phase: 'loading' } | { phase: 'failed' } | { phase: 'ready'; evidence: Evidence };

/** What the forecasts are worth: every model's card and every study, from the files that the command line wrote. */
export default function EvidenceScreen() {
  const { t } = useTranslation();
  const [state, setState] = useState<State>({ phase: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const ending = new AbortController();
    loadEvidence(ending.signal).then(
      (evidence) => setState({ phase: 'ready', evidence }),
      () => ending.signal.aborted || setState({ phase: 'failed' }),
    );
    return () => ending.abort();
  }, [attempt]);
  return (
    <div className={classes.evidence} data-testid="evidence">
      <h1>{t('evidence.title')}</h1>
      <p className={classes.lead}>{t('evidence.lead')}</p>
      {state.phase === 'loading' && <p role="status">{t('app.loading')}</p>}
      {state.phase === 'failed' && (
        <section role="alert">
          <h2>{t('evidence.failed')}</h2>
          <p>{t('evidence.failedHelp')}</p>
          <Button
            variant="default"
            onClick={() => {
              setState({ phase: 'loading' });
              setAttempt(attempt + 1);
            }}
          >
            {t('evidence.again')}
          </Button>
        </section>
      )}
      {state.phase === 'ready' && <Contents evidence={state.evidence} />}
    </div>
  );
}

/** Which part is looked at: a model by its id, or a study. */
type Choice = { kind: 'model' | 'study'; id: string };

function Contents({ evidence: { cards, studies, broken } }: { evidence: Evidence }) {
  const { t } = useTranslation();
  const words = useWords();
  const first: Choice | null =
    cards.length > 0
      ? { kind: 'model', id: cards[0].id }
      : studies.length > 0
        ? { kind: 'study', id: studies[0].id }
        : null;
  const [choice, setChoice] = useState(first);
  const card = choice?.kind === 'model' && cards.find((c) => c.id === choice.id);
  const study = choice?.kind === 'study' && studies.find((s) => s.id === choice.id);
  const button = (kind: Choice['kind'], id: string, label: string) => (
    <li key={id}>
      <button
        type="button"
        aria-pressed={choice?.kind === kind && choice.id === id}
        onClick={() => setChoice({ kind, id })}
      >
        {label}
      </button>
    </li>
  );
  return (
    <>
      {broken.length > 0 && (
        <p className={classes.broken} role="alert">
          {t('evidence.broken', { files: broken.join(', ') })}
        </p>
      )}
      {choice === null && (
        <section>
          <p>{t('evidence.empty')}</p>
        </section>
      )}
      <div className={classes.columns}>
        <nav className={classes.contents} aria-label={t('evidence.contents')}>
          <h2>{t('evidence.models')}</h2>
          <ul>{cards.map((c) => button('model', c.id, words.name(c.id)))}</ul>
          <h2>{t('evidence.studies')}</h2>
          <ul>{studies.map((s) => button('study', s.id, words.phrase(s.title)))}</ul>
        </nav>
        {card && <ModelEvidence key={card.id} card={card} />}
        {study && <StudyEvidence key={study.id} study={study} />}
      </div>
    </>
  );
}
