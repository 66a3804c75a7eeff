import { NativeSelect, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  type Calibration,
  type ChannelCalibration,
  withMapping,
  withTurnedSign,
} from '../../device/calibration';
import type { ChannelDescription } from '../../device/events';
import { ALL_CHANNELS, channelInfo } from '../../gait/channels';
import { fixed } from '../format';
import { useCalibration } from '../link/use-calibration';
import { channelLabel } from '../names';
import { useApp } from '../store/store';
import { CalibrationButtons } from './CalibrationButtons';
import classes from './SetupScreen.module.css';
import { ScrollX } from '../shell/ScrollX';

/** What the device's channels mean, which way they run, and where their zero is. */
export function MappingSection() {
  const { t } = useTranslation();
  const calibration = useApp((s) => s.engine?.calibration ?? null);
  const device = useApp((s) => s.engine?.device ?? null);
  const described = device?.streams.flatMap((stream) => stream.channels) ?? [];
  return (
    <section aria-labelledby="mapping-title">
      <h2 id="mapping-title">{t('setup.mappingTitle')}</h2>
      <p className={classes.note}>{t('setup.mappingNote')}</p>
      {calibration && device ? (
        <>
          <div className={classes.actions}>
            <CalibrationButtons />
          </div>
          <ScrollX label={t('setup.mappingTitle')}>
            <table className={classes.table} data-testid="mapping">
              <thead>
                <tr>
                  <th scope="col">{t('setup.deviceChannel')}</th>
                  <th scope="col">{t('setup.ourChannel')}</th>
                  <th scope="col">{t('setup.sign')}</th>
                  <th scope="col" className={classes.number}>
                    {t('setup.zeroAt')}
                  </th>
                  <th scope="col">{t('setup.unit')}</th>
                </tr>
              </thead>
              <tbody>
                {described.map((channel) => (
                  <Row key={channel.name} channel={channel} calibration={calibration} />
                ))}
              </tbody>
            </table>
          </ScrollX>
        </>
      ) : (
        <p className={classes.note}>{t('setup.noDevice')}</p>
      )}
    </section>
  );
}

function Row({ channel, calibration }: { channel: ChannelDescription; calibration: Calibration }) {
  const { t } = useTranslation();
  const { change } = useCalibration();
  const row: ChannelCalibration | undefined = calibration.channels.find((c) => c.device === channel.name);
  if (!row) return null;
  const info = row.name === null ? undefined : channelInfo(row.name);
  const fitting = ALL_CHANNELS.filter((name) => fits(channel, name));
  return (
    <tr data-testid="mapping-row" data-channel={channel.name} data-zero={row.zero} data-sign={row.sign}>
      <th scope="row">{channel.name}</th>
      <td>
        <NativeSelect
          size="xs"
          aria-label={t('setup.mapTo', { channel: channel.name })}
          value={row.name ?? ''}
          onChange={(event) => change(withMapping(calibration, channel, event.currentTarget.value || null))}
          data={[
            { value: '', label: t('setup.notUsed') },
            ...fitting.map((value) => ({ value, label: `${channelLabel(t, value)} · ${value}` })),
          ]}
        />
      </td>
      <td>
        {info?.kind === 'angle' && (
          <Switch
            size="sm"
            aria-label={t('setup.flip', { channel: channel.name })}
            label={t(row.sign === -1 ? 'setup.flipped' : 'setup.notFlipped')}
            checked={row.sign === -1}
            onChange={() => change(withTurnedSign(calibration, channel.name))}
          />
        )}
      </td>
      <td className={classes.number}>{info?.kind === 'angle' ? fixed(row.zero, 2) : t('app.none')}</td>
      <td>{channel.unit}</td>
    </tr>
  );
}

/** A text line tells no unit, and mV and uV are one quantity. */
function fits(channel: ChannelDescription, name: string): boolean {
  const ours = channelInfo(name)?.unit;
  const same = (a: string | undefined): string | undefined => (a === 'uV' ? 'mV' : a);
  return channel.unit === '1' || same(channel.unit) === same(ours);
}
