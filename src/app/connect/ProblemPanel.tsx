import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../engine/protocol';
import { useSources } from '../link/use-sources';
import { useApp } from '../store/store';
import classes from './ProblemPanel.module.css';

interface ProblemPanelProps {
  problem: Problem;
  /** Beside running data: one line, the rest folded away. */
  compact: boolean;
}

/** Ends that nobody has to act on. */
const QUIET = new Set<Problem['code']>(['ended', 'no_port_chosen']);

/** Trying the very same again mends nothing. */
const HOPELESS = new Set<Problem['code']>(['no_support', 'bad_file']);

/** What happened, what is safe, what to do. */
export function ProblemPanel({ problem, compact }: ProblemPanelProps) {
  const { t } = useTranslation();
  const { code, detail } = problem;
  const advice = (
    <dl className={classes.advice}>
      <dt>{t('problem.what')}</dt>
      <dd>{t(`problem.${code}.what`)}</dd>
      <dt>{t('problem.safe')}</dt>
      <dd>{t(`problem.${code}.safe`)}</dd>
      <dt>{t('problem.todo')}</dt>
      <dd>
        <ul>
          {t(`problem.${code}.todo`, { returnObjects: true }).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      </dd>
    </dl>
  );
  return (
    <section
      className={`${classes.panel} ${compact ? classes.compact : ''}`}
      aria-labelledby="problem-title"
      data-testid="problem"
      data-code={code}
      data-quiet={QUIET.has(code) || undefined}
    >
      <h2 id="problem-title">{t(`problem.${code}.title`)}</h2>
      {compact ? (
        <details>
          <summary>{t('problem.todo')}</summary>
          {advice}
        </details>
      ) : (
        advice
      )}
      {detail && !compact && <p className={classes.detail}>{t('problem.detail', { detail })}</p>}
      <Actions problem={problem} />
    </section>
  );
}

function Actions({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const sources = useSources();
  const ofPage = useApp((s) => s.pageProblem !== null);
  const phase = useApp((s) => s.engine?.phase ?? 'idle');
  const hasSource = useApp((s) => Boolean(s.engine?.source));
  const waiting = phase === 'lost' || phase === 'reconnecting';
  const otherBaudRates = problem.code === 'handshake_timeout' ? problem.otherBaudRates.slice(0, 3) : [];
  const again = (): void => {
    if (problem.code === 'no_port_chosen' || (ofPage && !hasSource)) void sources.connectSerial();
    else sources.retry();
  };
  return (
    <div className={classes.actions}>
      {!HOPELESS.has(problem.code) && (
        <Button size="xs" onClick={again} data-testid="try-again">
          {t(
            problem.code === 'ended'
              ? 'connect.playAgain'
              : waiting
                ? 'connect.reconnectNow'
                : 'connect.retry',
          )}
        </Button>
      )}
      {otherBaudRates.map((rate) => (
        <Button
          key={rate}
          size="xs"
          variant="default"
          onClick={() => {
            useApp.getState().changeSettings({ baudRate: rate });
            void sources.reconnectSerial();
          }}
        >
          {t('connect.otherBaud', { rate })}
        </Button>
      ))}
      <Button size="xs" variant="default" onClick={sources.disconnect} data-testid="leave-problem">
        {t(waiting ? 'connect.disconnect' : 'app.close')}
      </Button>
    </div>
  );
}
