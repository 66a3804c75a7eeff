import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { ProblemPanel } from '../connect/ProblemPanel';
import { useApp } from '../store/store';
import classes from './AdaptScreen.module.css';
import { ComparePanel } from './ComparePanel';
import { EmptyPanel } from './EmptyPanel';
import { EndNote } from './EndNote';
import { LiveBeside } from './LiveBeside';
import { ModelCard } from './ModelCard';
import { RunPanel } from './RunPanel';
import { Stepper } from './Stepper';
import { type Step, stepOf, walkState } from './walk-state';
import { WalkPanel } from './WalkPanel';

/** Three steps that a therapist does with one hand: walk, adapt, compare. The live forecast stays in sight. */
export default function AdaptScreen() {
  const { t } = useTranslation();
  const adaptation = useApp((s) => s.adaptation);
  const empty = useApp((s) => walkState(s.engine, s.strides) === 'not_connected');
  const problem = useApp(useShallow((s) => s.pageProblem ?? s.engine?.problem ?? null));
  const step = stepOf(adaptation);
  const [looksAt, lookAt] = useLooksAt(step);
  useFocus(adaptation.phase);
  return (
    <div className={classes.screen} data-testid="adapt" data-phase={adaptation.phase}>
      <header className={classes.head}>
        <h1>{t('adapt.title')}</h1>
        <Stepper at={step} shown={looksAt} onShow={lookAt} />
      </header>
      {problem && <ProblemPanel problem={problem} compact={!empty} />}
      {empty && step === 'walk' ? (
        <EmptyPanel />
      ) : (
        <div className={classes.grid}>
          <div className={classes.main}>
            <EndNote />
            {looksAt === 'walk' && <WalkPanel />}
            {looksAt === 'adapt' && adaptation.phase === 'running' && <RunPanel run={adaptation} />}
            {looksAt === 'compare' && adaptation.phase === 'compare' && (
              <ComparePanel comparison={adaptation.comparison} />
            )}
          </div>
          <aside className={classes.side} aria-label={t('adapt.model.title')}>
            <ModelCard />
            <LiveBeside />
          </aside>
        </div>
      )}
    </div>
  );
}

/** The step on screen: the engine's, or the strides while a comparison waits. */
function useLooksAt(step: Step): [Step, (step: Step) => void] {
  const [chosen, setChosen] = useState<{ at: Step; looks: Step } | null>(null);
  const looks = chosen?.at === step ? chosen.looks : step;
  return [looks, (to) => setChosen({ at: step, looks: to })];
}

const FOCUS: Partial<Record<string, string>> = {
  running: 'adapt-cancel',
  compare: 'adapt-verdict',
  cancelled: 'adapt-end',
  failed: 'adapt-end',
  refused: 'adapt-end',
  idle: 'adapt-outcome',
};

/** The focus follows the steps: what was pressed is gone with the step that it belonged to. */
function useFocus(phase: string): void {
  const before = useRef(phase);
  useEffect(() => {
    if (before.current === phase) return;
    before.current = phase;
    document.getElementById(FOCUS[phase] ?? '')?.focus();
  }, [phase]);
}
