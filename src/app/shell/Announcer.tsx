import { useTranslation } from 'react-i18next';
import { AdaptAnnouncer } from '../adapt/AdaptAnnouncer';
import { useApp } from '../store/store';

/** Says phases and problems to those who do not see the status line. */
export function Announcer() {
  const { t } = useTranslation();
  const phase = useApp((s) => s.engine?.phase ?? 'idle');
  const problem = useApp((s) => (s.pageProblem ?? s.engine?.problem)?.code);
  return (
    <>
      <p className="visually-hidden" role="status">
        {t('status.device')}: {t(`phase.${phase}`)}
      </p>
      <AdaptAnnouncer />
      <p className="visually-hidden" role="alert">
        {problem && t(`problem.${problem}.title`)}
      </p>
    </>
  );
}
