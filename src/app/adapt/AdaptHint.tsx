import { useTranslation } from 'react-i18next';
import { hashOf } from '../routes';
import { useApp } from '../store/store';
import classes from './AdaptHint.module.css';

/** On Live: how many strides there are to learn from, and the way to Adapt. */
export function AdaptHint() {
  const { t } = useTranslation();
  const ready = useApp((s) => s.strides?.ready ?? 0);
  const wanted = useApp((s) => s.strides?.wanted ?? 0);
  const phase = useApp((s) => s.adaptation.phase);
  const percent = useApp(({ adaptation }) =>
    adaptation.phase === 'running' ? Math.round(100 * adaptation.share) : 0,
  );
  if (wanted === 0) return null;
  return (
    <a
      className={classes.hint}
      href={hashOf('adapt')}
      data-testid="adapt-hint"
      data-ready={ready}
      data-enough={ready >= wanted || undefined}
      title={t('adapt.hintTitle')}
    >
      {phase === 'running'
        ? t('adapt.hintRunning', { percent })
        : phase === 'compare'
          ? t('adapt.hintCompare')
          : ready > wanted
            ? t('adapt.hintMore', { ready })
            : t('adapt.hint', { ready, wanted })}
      <span aria-hidden> →</span>
    </a>
  );
}
