import { NativeSelect, Switch } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BAUD_RATES } from '../../device/baud-rates';
import type { EngineState } from '../../engine/protocol';
import { lastSignalCheck } from '../../records/session-journal';
import { fixed } from '../format';
import { useApp } from '../store/store';
import classes from './SetupScreen.module.css';
import { ScrollX } from '../shell/ScrollX';

export function DeviceSection() {
  const { t } = useTranslation();
  const { baudRate, autoReconnect } = useApp((s) => s.settings);
  const change = useApp((s) => s.changeSettings);
  const engine = useApp((s) => s.engine);
  const rates = [...new Set([...BAUD_RATES, baudRate])];
  return (
    <section aria-labelledby="device-title">
      <h2 id="device-title">{t('setup.deviceTitle')}</h2>
      <div className={classes.fields}>
        <NativeSelect
          label={t('setup.baud')}
          data-testid="baud"
          value={String(baudRate)}
          onChange={(event) => change({ baudRate: Number(event.currentTarget.value) })}
          data={rates.map(String)}
        />
      </div>
      <p className={classes.note}>{t('setup.baudNote')}</p>
      <Switch
        label={t('setup.autoReconnect')}
        checked={autoReconnect}
        onChange={(event) => change({ autoReconnect: event.currentTarget.checked })}
        data-testid="auto-reconnect"
      />
      {engine?.device ? <Facts engine={engine} /> : <p className={classes.note}>{t('setup.noDevice')}</p>}
    </section>
  );
}

function Facts({ engine }: { engine: EngineState }) {
  const { t } = useTranslation();
  const device = engine.device!;
  return (
    <>
      <dl className={classes.facts} data-testid="device-facts">
        <dt>{t('setup.name')}</dt>
        <dd>{device.name}</dd>
        <dt>{t('setup.serial')}</dt>
        <dd>{device.serial}</dd>
        <dt>{t('setup.lastCheck')}</dt>
        <dd data-testid="last-check">
          <LastCheck serial={device.serial} report={engine.signalCheck.report} />
        </dd>
        <dt>{t('setup.firmware')}</dt>
        <dd>{device.firmware}</dd>
        <dt>{t('setup.protocol')}</dt>
        <dd>
          {device.protocol} {device.protocolVersion}
        </dd>
        {engine.link.battery !== null && (
          <>
            <dt>{t('setup.battery')}</dt>
            <dd>{t('status.percent', { value: engine.link.battery })}</dd>
          </>
        )}
      </dl>
      <ScrollX label={t('setup.streams')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('setup.streams')}</th>
              <th scope="col" className={classes.number}>
                {t('status.rate')}
              </th>
              <th scope="col" className={classes.number}>
                {t('setup.measuredRate')}
              </th>
              <th scope="col" className={classes.number}>
                {t('setup.drift')}
              </th>
            </tr>
          </thead>
          <tbody>
            {engine.link.streams.map((stream) => (
              <tr key={stream.id}>
                <th scope="row">{t('setup.stream', { id: stream.id })}</th>
                <td className={classes.number}>{t('status.hz', { value: fixed(stream.nominalRate, 0) })}</td>
                <td className={classes.number}>
                  {stream.measuredRate === null
                    ? t('app.none')
                    : t('status.hz', { value: fixed(stream.measuredRate, 2) })}
                </td>
                <td className={classes.number}>
                  {stream.driftPpm === null
                    ? t('app.none')
                    : t('setup.ppm', { value: fixed(stream.driftPpm, 0) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </>
  );
}

/** What the latest signal check with this device found, in this session or an earlier one. */
function LastCheck({ serial, report }: { serial: string; report: unknown }) {
  const { t, i18n } = useTranslation();
  // Read anew when a check ends: the journal is written before this is drawn.
  const check = useMemo(() => (void report, lastSignalCheck(serial)), [serial, report]);
  if (!check) return t('setup.neverChecked');
  const date = new Date(check.at).toLocaleString(i18n.language);
  const count = check.findings.filter((f) => f.severity === 'fix').length;
  return check.sound ? t('setup.checkedSound', { date }) : t('setup.checkedUnsound', { date, count });
}
