import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../records/settings';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import classes from './SetupScreen.module.css';
import { SideSwitch } from './SideSwitch';

const THEMES = ['system', 'light', 'dark'] as const;
const LANGUAGES = ['system', 'en', 'zh'] as const;

export function ViewSection() {
  const { t } = useTranslation();
  const { theme, language, initials, letterKeys } = useApp((s) => s.settings);
  const change = useApp((s) => s.changeSettings);
  const kept = useApp((s) => s.settingsKept);
  return (
    <section aria-labelledby="view-title">
      <h2 id="view-title">{t('setup.viewTitle')}</h2>
      <div className={classes.fields}>
        <div className={classes.field}>
          <span>{t('live.affectedSide')}</span>
          <SideSwitch />
        </div>
        <NativeSelect
          label={t('setup.theme')}
          data-testid="theme"
          value={theme}
          onChange={(event) => change({ theme: event.currentTarget.value as Settings['theme'] })}
          data={THEMES.map((value) => ({ value, label: t(`setup.themes.${value}`) }))}
        />
        <NativeSelect
          label={t('app.language')}
          data-testid="language"
          value={language}
          onChange={(event) => change({ language: event.currentTarget.value as Settings['language'] })}
          data={LANGUAGES.map((value) => ({ value, label: t(`setup.languages.${value}`) }))}
        />
        <TextInput
          label={t('setup.initials')}
          description={t('setup.initialsNote')}
          data-testid="initials"
          maxLength={8}
          value={initials}
          onChange={(event) => change({ initials: event.currentTarget.value })}
        />
      </div>
      <Switch
        label={t('setup.letterKeys')}
        description={t('setup.letterKeysNote')}
        data-testid="letter-keys"
        checked={letterKeys}
        onChange={(event) => change({ letterKeys: event.currentTarget.checked })}
      />
      {!kept && <p className={classes.note}>{t('setup.notKept')}</p>}
      <ResetButton />
    </section>
  );
}

function ResetButton() {
  const { t } = useTranslation();
  const reset = useApp((s) => s.resetSettings);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)} data-testid="reset-settings">
        {t('setup.reset')}
      </Button>
      {asking && (
        <Dialog title={t('setup.reset')} onClose={() => setAsking(false)}>
          <p>{t('setup.resetAsk')}</p>
          <div className={classes.actions}>
            <Button
              onClick={() => {
                reset();
                setAsking(false);
              }}
              data-testid="reset-yes"
            >
              {t('setup.resetYes')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('app.cancel')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
