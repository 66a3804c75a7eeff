import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdaptationState } from '../../engine/adapt-protocol';
import { Chart } from './chart/Chart';
import panel from './Panel.module.css';
import classes from './RunPanel.module.css';
import { useAdapt } from './use-adapt';
import { useKeys } from '../shell/use-keys';

/** Step 2: the model learns; how far it is, and the way out. */
export function RunPanel({ run }: { run: Extract<AdaptationState, { phase: 'running' }> }) {
  const { t } = useTranslation();
  const { cancel } = useAdapt();
  useKeys({ Escape: cancel });
  const { share, secondsLeft, losses, trainingStrides, keptBackStrides } = run;
  const left =
    secondsLeft === null
      ? t('adapt.go.leftUnknown')
      : secondsLeft < 1
        ? t('adapt.go.leftSoon')
        : t('adapt.go.left', { seconds: Math.ceil(secondsLeft) });
  return (
    <section
      className={panel.panel}
      aria-labelledby="run-title"
      data-testid="adapt-run"
      data-stage={run.stage}
      data-share={share}
      data-restarts={run.restarts}
    >
      <div className={classes.top}>
        <div>
          <h2 id="run-title">{t('adapt.go.running')}</h2>
          <p className={classes.stage}>
            {t(`adapt.go.stage.${run.stage}`)} · <span data-testid="adapt-left">{left}</span>
          </p>
        </div>
        <Button
          id="adapt-cancel"
          size="lg"
          variant="default"
          onClick={cancel}
          aria-keyshortcuts="Escape"
          data-testid="adapt-cancel"
        >
          {t('adapt.go.cancel')}
        </Button>
      </div>
      <Progress value={100 * share} size="xl" aria-label={t('adapt.go.progress')} transitionDuration={200} />
      {trainingStrides > 0 && (
        <p>
          {run.stage === 'finishing'
            ? t('adapt.go.all')
            : t('adapt.go.strides', { training: trainingStrides, keptBack: keptBackStrides })}
        </p>
      )}
      {run.restarts > 0 && <p>{t('adapt.go.restarted')}</p>}
      <h3>{t('adapt.go.loss')}</h3>
      {losses.length > 1 ? (
        <Chart
          label={t('adapt.go.loss')}
          xs={losses.map((_, i) => i + 1)}
          xTitle={t('adapt.go.step')}
          yTitle=""
          curves={[{ look: 'after', ys: losses }]}
          height={180}
          fromZero
          testid="loss-curve"
        />
      ) : (
        <p className={`${panel.muted} ${classes.none}`}>{t('adapt.go.lossNone')}</p>
      )}
      <p className={panel.muted}>{t('adapt.go.live')}</p>
    </section>
  );
}
