import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';
import classes from './GoalDialog.module.css';
import { linkScreen } from './screen/screen-link';
import { ScreenView } from './screen/screen-view';

/** The patient's screen in small: the same view, fed the same way. */
export function Preview() {
  const { t, i18n } = useTranslation();
  const channelId = useApp((s) => s.displayChannelId);
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  const show = useCallback(
    (place: HTMLDivElement) => {
      if (channelId === null) return;
      const view = new ScreenView(language);
      place.append(view.root);
      const unlink = linkScreen(view, channelId, 'preview');
      return () => {
        unlink();
        view.dispose();
      };
    },
    [channelId, language],
  );
  return (
    <figure className={classes.preview}>
      <div ref={show} className={classes.picture} />
      <figcaption>{t('patientDisplay.preview')}</figcaption>
    </figure>
  );
}
