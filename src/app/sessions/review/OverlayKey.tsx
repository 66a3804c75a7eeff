import { useTranslation } from 'react-i18next';
import classes from '../Sessions.module.css';

/** What the lines and areas of the overlays are. */
export function OverlayKey({ compared }: { compared: boolean }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.key} aria-label={t('sessions.key')}>
      {(['l', 'r'] as const).map((side) => (
        <li key={side}>
          <svg width="30" height="10" aria-hidden>
            <path
              d="M1 5H29"
              stroke={side === 'l' ? 'var(--left)' : 'var(--right)'}
              strokeWidth={2.5}
              strokeDasharray={side === 'r' ? '8 3' : ''}
            />
          </svg>
          {t('sessions.keyMean', { side: t(`sessions.side.${side}`) })}
        </li>
      ))}
      {compared ? (
        <li>
          <svg width="30" height="10" aria-hidden>
            <path d="M1 5H29" stroke="var(--ink)" strokeWidth={2} strokeDasharray="2 4" />
          </svg>
          {t('sessions.keyBeside')}
        </li>
      ) : (
        <li>
          <svg width="30" height="10" aria-hidden>
            <path d="M1 3H29M1 5H29M1 7H29" stroke="var(--muted)" strokeOpacity={0.6} />
          </svg>
          {t('sessions.keyStrides')}
        </li>
      )}
      <li>
        <svg width="30" height="10" aria-hidden>
          <rect width="30" height="10" fill="var(--muted)" fillOpacity={0.3} />
        </svg>
        {t('sessions.keySd')}
      </li>
      <li>
        <svg width="30" height="10" aria-hidden>
          <rect width="30" height="10" fill="var(--norm)" stroke="var(--line-strong)" />
        </svg>
        {t('sessions.keyNorm')}
      </li>
    </ul>
  );
}
