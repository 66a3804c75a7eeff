import { Button, Progress } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import setup from '../setup/SetupScreen.module.css';
import { appBaseUrl, makeBenchWorker } from './app-worker';
import classes from './BenchScreen.module.css';
import { FigureTable } from './FigureTable';
import { NetworkTable } from './NetworkTable';
import type { BenchResult } from './results';
import { type BenchPart, runBench } from './run-bench';
import { Verdict } from './Verdict';

type State =
  | { phase: 'idle' | 'failed' }
  | { phase: 'measuring'; part: BenchPart | null; done: number }
  | { phase: 'done'; result: BenchResult; quick: boolean };

/** Forecasts, batches, steps and a job for each of two networks, and the plots. */
const PARTS = 9;
/** Share of the command line's rounds. */
const EFFORT = { full: 0.5, quick: 0.1 } as const;

/** How fast this computer is at what the app asks of it, beside others doing the same. */
export default function BenchScreen() {
  const { t } = useTranslation();
  const [state, setState] = useState<State>({ phase: 'idle' });
  const stop = useRef<AbortController | null>(null);
  const plots = useRef<HTMLDivElement>(null);

  // Who leaves the screen wants his computer back.
  useEffect(() => () => stop.current?.abort(), []);

  const start = async (effort: keyof typeof EFFORT): Promise<void> => {
    const control = new AbortController();
    stop.current = control;
    let done = -1;
    setState({ phase: 'measuring', part: null, done: 0 });
    try {
      const result = await runBench({
        host: plots.current!,
        makeWorker: makeBenchWorker,
        baseUrl: appBaseUrl(),
        effort: EFFORT[effort],
        signal: control.signal,
        onPart: (part) => setState({ phase: 'measuring', part, done: ++done }),
      });
      setState({ phase: 'done', result, quick: effort === 'quick' });
    } catch {
      setState({ phase: control.signal.aborted ? 'idle' : 'failed' });
    }
  };

  const measuring = state.phase === 'measuring';
  return (
    <div className={setup.setup} data-testid="bench" data-phase={state.phase}>
      <h1>{t('bench.title')}</h1>
      <section aria-label={t('bench.title')}>
        <p className={setup.note}>{t('bench.about')}</p>
        <div className={setup.actions}>
          <Button onClick={() => void start('full')} disabled={measuring} data-testid="bench-start">
            {t('bench.start')}
          </Button>
          <Button
            variant="default"
            onClick={() => void start('quick')}
            disabled={measuring}
            data-testid="bench-quick"
          >
            {t('bench.quick')}
          </Button>
          {measuring && (
            <Button variant="subtle" onClick={() => stop.current?.abort()} data-testid="bench-stop">
              {t('bench.stop')}
            </Button>
          )}
        </div>
        {measuring && (
          <>
            <Progress w="100%" value={(100 * state.done) / PARTS} aria-label={t('bench.progress')} />
            <p role="status" className={setup.note}>
              {state.part && partText(t, state.part)}
            </p>
          </>
        )}
        {state.phase === 'failed' && <p role="alert">{t('bench.failed')}</p>}
        <div ref={plots} className={classes.plots} aria-hidden />
      </section>
      {state.phase === 'done' && (
        <>
          {state.quick && <p className={setup.note}>{t('bench.rough')}</p>}
          <Result result={state.result} />
        </>
      )}
    </div>
  );
}

function Result({ result }: { result: BenchResult }) {
  const { t } = useTranslation();
  const { machine, networks } = result;
  return (
    <>
      <Verdict result={result} />
      <section aria-labelledby="bench-machine">
        <h2 id="bench-machine">{t('bench.machine')}</h2>
        <dl className={setup.facts}>
          <dt>{t('bench.browser')}</dt>
          <dd>{machine.userAgent}</dd>
          <dt>{t('bench.cores')}</dt>
          <dd>{machine.cores}</dd>
          <dt>{t('bench.renderer')}</dt>
          <dd>{machine.renderer ?? t('bench.noWebgl')}</dd>
        </dl>
        {machine.software && <p className={setup.note}>{t('bench.software')}</p>}
      </section>
      <FigureTable result={result} />
      <NetworkTable title={t('bench.reference')} network={networks.reference} />
      <NetworkTable title={t('bench.shipped')} network={networks.shipped} />
    </>
  );
}

function partText(t: TFunction, part: BenchPart): string {
  const what = t(`bench.parts.${part.kind}`);
  return 'network' in part ? `${what} · ${t(`bench.${part.network}`)}` : what;
}
