import { Button } from '@mantine/core';
import { IconPlugConnected, IconWalk } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSources } from '../link/use-sources';
import { hashOf } from '../routes';
import { useApp } from '../store/store';
import classes from './EmptyPanel.module.css';
import panel from './Panel.module.css';

const ICON = { size: 20, stroke: 1.7, 'aria-hidden': true } as const;

/** Nothing is connected: what Adapt is for, and how to begin. */
export function EmptyPanel() {
  const { t } = useTranslation();
  const sources = useSources();
  const preset = useApp((s) => s.preset);
  return (
    <section
      className={`${panel.panel} ${classes.empty}`}
      aria-labelledby="empty-title"
      data-testid="adapt-empty"
    >
      <h2 id="empty-title">{t('adapt.empty.title')}</h2>
      <p>{t('adapt.empty.lead')}</p>
      <div className={panel.row}>
        <Button
          component="a"
          href={hashOf('live')}
          size="md"
          leftSection={<IconPlugConnected {...ICON} />}
          data-testid="adapt-connect"
        >
          {t('adapt.empty.connect')}
        </Button>
        <Button
          size="md"
          variant="default"
          leftSection={<IconWalk {...ICON} />}
          onClick={() => void sources.startDemo(preset)}
          data-testid="adapt-demo"
        >
          {t('adapt.empty.demo')}
        </Button>
      </div>
      <ol className={classes.order}>
        {t('adapt.empty.order', { returnObjects: true }).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </section>
  );
}
