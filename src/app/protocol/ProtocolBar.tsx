import { Button, Progress } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { clock } from '../format';
import { useDesks } from '../link/use-desks';
import { hashOf } from '../routes';
import { useKeys } from '../shell/use-keys';
import type { Following } from '../store/protocol-slice';
import { useApp } from '../store/store';
import classes from './Protocol.module.css';
import { stepName } from './step-name';
import { progressOf } from './step-progress';

/** The step that runs, how much of it is left, and the way on; N is the key for it. Nothing while no order is followed. */
export function ProtocolBar() {
  const following = useApp((s) => s.following);
  return following && <Bar following={following} />;
}

function Bar({ following }: { following: Following }) {
  const { t } = useTranslation();
  const { protocol } = useDesks();
  const { steps, at } = following;
  const over = at >= steps.length;
  useKeys({ n: () => protocol.next() });
  const name = over ? t('protocol.done') : stepName(t, steps, at);
  const place = over ? '' : t('protocol.step', { n: at + 1, of: steps.length });
  return (
    <section
      className={classes.bar}
      aria-label={t('protocol.title')}
      data-testid="protocol-bar"
      data-at={at}
      data-steps={steps.length}
    >
      <span className={classes.place}>{place}</span>
      <strong className={classes.name}>{name}</strong>
      <span className="visually-hidden" role="status">
        {over ? name : t('protocol.said', { step: place, name })}
      </span>
      {!over && <StepLeft following={following} />}
      <span className={classes.actions}>
        {!over && steps[at].kind === 'adapt' && <a href={hashOf('adapt')}>{t('protocol.toAdapt')}</a>}
        <Button size="xs" variant="default" disabled={at === 0} onClick={() => protocol.back()}>
          {t('protocol.back')}
        </Button>
        <Button
          size="xs"
          disabled={over}
          onClick={() => protocol.next()}
          aria-keyshortcuts="n"
          data-testid="protocol-next"
        >
          {t('protocol.next')}
        </Button>
        <Button
          size="xs"
          variant="default"
          title={t('protocol.endTitle')}
          onClick={() => protocol.end()}
          data-testid="protocol-end"
        >
          {t('protocol.end')}
        </Button>
      </span>
    </section>
  );
}

function StepLeft({ following }: { following: Following }) {
  const { t } = useTranslation();
  const step = following.steps[following.at];
  const { share, left } = progressOf(step, following.passed);
  return (
    <>
      <span className={classes.hint}>{t(`protocol.hints.${step.kind}`)}</span>
      <span className={classes.left} data-testid="protocol-left">
        {leftText(t, step.end.by, left)}
      </span>
      {share !== null && (
        <Progress className={classes.progress} value={100 * share} aria-label={t('protocol.title')} />
      )}
    </>
  );
}

const leftText = (t: TFunction, by: 'strides' | 'seconds' | 'hand', left: number | null): string =>
  t(`protocol.left.${by}`, { n: left ?? 0, time: clock(left ?? 0) });
