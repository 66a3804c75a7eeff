import { Button, NativeSelect } from '@mantine/core';
import {
  IconDeviceFloppy,
  IconFlag,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconStethoscope,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VirtualPreset } from '../../engine/protocol';
import { CalibrationButtons } from '../setup/CalibrationButtons';
import { clock, fixed } from '../format';
import { PRESETS } from '../launch-options';
import { useLink } from '../link/context';
import { GoalButton } from '../patient-display/GoalButton';
import { useSources } from '../link/use-sources';
import { useKeys } from '../shell/use-keys';
import { ReplayFaith } from './ReplayFaith';
import { useApp } from '../store/store';
import { TourButton } from '../tour/TourInvitation';
import classes from './Toolbar.module.css';

const ICON = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** What the therapist does while a stream runs. */
export function Toolbar() {
  const { t } = useTranslation();
  const kind = useApp((s) => s.engine?.source?.kind);
  const { disconnect } = useSources();
  return (
    <div className={classes.bar} role="group" aria-label={t('live.title')}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlugConnectedX {...ICON} />}
        onClick={disconnect}
        data-testid="disconnect"
      >
        {t('connect.disconnect')}
      </Button>
      {kind === 'virtual' && <WalkerControls />}
      {kind === 'virtual' && <TourButton />}
      {kind === 'replay' && <ReplayControls />}
      <div className={classes.tools}>
        <GoalButton />
        <CheckButton />
        <CalibrationButtons />
        <PauseButton />
        <MarkButton />
        <CaptureButton />
      </div>
    </div>
  );
}

function WalkerControls() {
  const { t } = useTranslation();
  const link = useLink();
  const preset = useApp((s) => s.preset);
  const setPreset = useApp((s) => s.setPreset);
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('connect.preset')}
        value={preset}
        onChange={(event) => {
          const next = event.currentTarget.value as VirtualPreset;
          setPreset(next);
          link.send({ type: 'walker', action: 'walk', preset: next });
        }}
        data={PRESETS.map((p) => ({ value: p, label: t(`connect.presets.${p}`) }))}
      />
      {(
        [
          ['walk', 'live.walk'],
          ['stand', 'live.stand'],
          ['knee_bend', 'live.kneeBend'],
        ] as const
      ).map(([action, label]) => (
        <Button
          key={action}
          size="xs"
          variant="default"
          data-testid={`walker-${action}`}
          onClick={() => link.send({ type: 'walker', action })}
        >
          {t(label)}
        </Button>
      ))}
    </>
  );
}

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

function ReplayControls() {
  const { t } = useTranslation();
  const link = useLink();
  const replay = useApp((s) => s.engine?.replay);
  const running = useApp((s) => s.engine?.phase === 'streaming');
  if (!replay || !running) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        onClick={() => link.send({ type: 'replay', action: replay.paused ? 'resume' : 'pause' })}
      >
        {t(replay.paused ? 'live.replayResume' : 'live.replayPause')}
      </Button>
      <Button size="xs" variant="default" onClick={() => link.send({ type: 'replay', action: 'restart' })}>
        {t('live.replayRestart')}
      </Button>
      <NativeSelect
        size="xs"
        aria-label={t('live.replaySpeed')}
        value={String(replay.speed)}
        onChange={(event) =>
          link.send({
            type: 'replay',
            action: replay.paused ? 'pause' : 'resume',
            speed: Number(event.currentTarget.value),
          })
        }
        data={SPEEDS.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
      />
      <span className={classes.position} data-testid="replay-position">
        {t('live.replayPosition', { at: clock(replay.positionS), of: clock(replay.durationS) })}
      </span>
      {replay.differences && <ReplayFaith differences={replay.differences} />}
    </>
  );
}

function CheckButton() {
  const { t } = useTranslation();
  const open = useApp((s) => s.setCheckOpen);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconStethoscope {...ICON} />}
      onClick={() => open(true)}
      data-testid="signal-check"
    >
      {t('live.signalCheck')}
    </Button>
  );
}

function PauseButton() {
  const { t } = useTranslation();
  const paused = useApp((s) => s.paused);
  const setPaused = useApp((s) => s.setPaused);
  return (
    <Button
      size="xs"
      variant={paused ? 'filled' : 'default'}
      leftSection={paused ? <IconPlayerPlay {...ICON} /> : <IconPlayerPause {...ICON} />}
      title={t('live.pausedNote')}
      onClick={() => setPaused(!paused)}
      data-testid="pause"
    >
      {t(paused ? 'live.resume' : 'live.pause')}
    </Button>
  );
}

function MarkButton() {
  const { t } = useTranslation();
  const link = useLink();
  const count = useApp((s) => s.engine?.markers.length ?? 0);
  const [said, setSaid] = useState('');
  useKeys({ m: mark });
  function mark(): void {
    link.send({ type: 'marker', label: t('live.markerLabel', { n: count + 1 }) });
    setSaid(t('live.markerSet', { n: count + 1 }));
  }
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFlag {...ICON} />}
        onClick={mark}
        data-testid="mark"
        data-count={count}
        aria-keyshortcuts="m"
      >
        {t('live.marker')}
      </Button>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}

function CaptureButton() {
  const { t } = useTranslation();
  const link = useLink();
  const size = useApp((s) => fixed((s.engine?.captureBytes ?? 0) / 1e6, 1));
  const empty = useApp((s) => !s.engine?.captureBytes);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDeviceFloppy {...ICON} />}
      disabled={empty}
      title={t('live.captureTitle', { size })}
      onClick={() => link.send({ type: 'takeCapture' })}
      data-testid="capture"
    >
      {t('live.capture')}
    </Button>
  );
}
