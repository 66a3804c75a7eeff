import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';

/** Says how learning from strides goes, on whatever screen one is; seconds and shares are left to the eye. */
export function AdaptAnnouncer() {
  const { t } = useTranslation();
  const ready = useApp((s) => s.strides?.ready ?? 0);
  const wanted = useApp((s) => s.strides?.wanted ?? 5);
  const phase = useApp((s) => s.adaptation.phase);
  const stage = useApp(({ adaptation }) => (adaptation.phase === 'running' ? adaptation.stage : null));
  const better = useApp(
    ({ adaptation }) => adaptation.phase === 'compare' && adaptation.comparison.decision === 'accept',
  );
  const said = (): string => {
    switch (phase) {
      case 'running':
        return stage ? t(`adapt.go.stage.${stage}`) : '';
      case 'compare':
        return t(better ? 'adapt.announce.better' : 'adapt.announce.notBetter');
      case 'cancelled':
        return t('adapt.ended.cancelled');
      case 'failed':
        return t('adapt.ended.failedTitle');
      case 'refused':
        return t('adapt.ended.refused');
      case 'idle':
        return ready > 0 && ready <= wanted ? t('adapt.announce.strides', { ready, wanted }) : '';
    }
  };
  return (
    <p className="visually-hidden" role="status" data-testid="adapt-said">
      {said()}
    </p>
  );
}
