import { Button, NativeSelect } from '@mantine/core';
import { IconPlayerPlay, IconPlugConnected, IconUsb, IconWalk } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { linkSupport } from '../../device/support';
import type { VirtualPreset } from '../../engine/protocol';
import { PRESETS } from '../launch-options';
import { useSources } from '../link/use-sources';
import { useApp } from '../store/store';
import { TourInvitation } from '../tour/TourInvitation';
import classes from './ConnectPanel.module.css';

const ICON = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

/** What to do while nothing streams: plug in, try the demo, or replay. */
export function ConnectPanel() {
  const { t } = useTranslation();
  const phase = useApp((s) => s.engine?.phase ?? 'idle');
  const working = phase === 'opening' || phase === 'handshaking' || phase === 'reconnecting';
  return (
    <div className={classes.panel} data-testid="connect-panel">
      <Device working={working} />
      <Demo />
      <Replay />
      <TourInvitation />
      <p className={classes.research}>{t('app.researchLong')}</p>
    </div>
  );
}

function Device({ working }: { working: boolean }) {
  const { t } = useTranslation();
  const sources = useSources();
  const support = linkSupport();
  const busy = useApp((s) => s.busy);
  const phase = useApp((s) => s.engine?.phase ?? 'idle');
  const lastPort = useApp((s) => s.settings.lastPort);
  return (
    <section className={classes.device} aria-labelledby="connect-title">
      <h2 id="connect-title">{t('connect.title')}</h2>
      {support.serial ? (
        <>
          <p>{t('connect.lead')}</p>
          <div className={classes.buttons}>
            <Button
              size="md"
              leftSection={<IconPlugConnected {...ICON} />}
              loading={busy || working}
              onClick={() => void sources.connectSerial()}
              data-testid="connect"
            >
              {t('connect.connect')}
            </Button>
            {working && (
              <Button size="md" variant="default" onClick={sources.disconnect} data-testid="cancel">
                {t('app.cancel')}
              </Button>
            )}
            {lastPort && !working && (
              <Button
                size="md"
                variant="default"
                onClick={() =>
                  void sources.reconnectSerial().then((found) => {
                    if (!found)
                      useApp.getState().setPageProblem({ code: 'port_not_found', detail: lastPort.label });
                  })
                }
                data-testid="reconnect-last"
              >
                {t('connect.lastPort', { label: lastPort.label })}
              </Button>
            )}
          </div>
        </>
      ) : (
        <div className={classes.missing} data-testid="no-serial">
          <p>
            <b>{t('connect.noSerial')}</b>
          </p>
          <p>{t(support.secureContext ? 'connect.noSerialHint' : 'connect.insecure')}</p>
        </div>
      )}
      {working && (
        <p role="status" className={classes.hint}>
          {t('connect.working')} {t(`phase.${phase}`)}
        </p>
      )}
      {support.webusb && (
        <div className={classes.buttons}>
          <Button
            variant="default"
            leftSection={<IconUsb {...ICON} />}
            onClick={() => void sources.connectWebUsb()}
            data-testid="connect-webusb"
          >
            {t('connect.webusb')}
          </Button>
          <span className={classes.hint}>{t('connect.webusbHint')}</span>
        </div>
      )}
    </section>
  );
}

function Demo() {
  const { t } = useTranslation();
  const sources = useSources();
  const preset = useApp((s) => s.preset);
  const setPreset = useApp((s) => s.setPreset);
  return (
    <section aria-labelledby="demo-title">
      <h2 id="demo-title">{t('connect.demoTitle')}</h2>
      <p>{t('connect.demoLead')}</p>
      <NativeSelect
        label={t('connect.preset')}
        value={preset}
        onChange={(event) => setPreset(event.currentTarget.value as VirtualPreset)}
        data={PRESETS.map((p) => ({ value: p, label: t(`connect.presets.${p}`) }))}
        data-testid="preset"
      />
      <Button
        variant="default"
        leftSection={<IconWalk {...ICON} />}
        onClick={() => void sources.startDemo(preset)}
        data-testid="demo"
      >
        {t('connect.demo')}
      </Button>
    </section>
  );
}

function Replay() {
  const { t } = useTranslation();
  const sources = useSources();
  const input = useRef<HTMLInputElement>(null);
  return (
    <section aria-labelledby="replay-title">
      <h2 id="replay-title">{t('connect.replayTitle')}</h2>
      <p>{t('connect.replayLead')}</p>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay {...ICON} />}
        onClick={() => void sources.replayShipped()}
        data-testid="replay-shipped"
      >
        {t('connect.replayShipped')}
      </Button>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => input.current?.click()} data-testid="replay-own">
          {t('connect.replayOwn')}
        </Button>
        <span className={classes.hint}>{t('connect.replayDrop')}</span>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        data-testid="replay-input"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) void sources.replayFile(file);
        }}
      />
    </section>
  );
}
