import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineState } from '../../engine/protocol';
import { peerName } from '../adapt/peer-name';
import { personalName } from '../adapt/personal-name';
import { fixed, lossPercent, shortMs } from '../format';
import { useLink } from '../link/context';
import { modelLabel } from '../names';
import { hashOf } from '../routes';
import { useApp } from '../store/store';
import { RecordingValue } from './RecordingValue';
import classes from './StatusLine.module.css';

/** One line that never moves: every cell keeps its place and width, whatever it says. */
export function StatusLine() {
  const { t } = useTranslation();
  const engine = useApp((s) => s.engine);
  const patient = useApp((s) => s.patients?.find((p) => p.id === s.settings.patientId));
  const personal = useApp((s) => s.activePersonal);
  const phase = engine?.phase ?? 'idle';
  const streaming = phase === 'streaming';
  const source = engine?.source;
  const modelTitle = [
    engine && modelLabel(t, engine.model),
    personal && personalName(t, personal),
    engine?.model.phase === 'failed' && engine.model.problems[0],
    engine?.model.executor && t(`executors.${engine.model.executor}`),
  ]
    .filter(Boolean)
    .join(' · ');
  const sourceTitle = source ? `${t(`source.${source.kind}`)} · ${source.label}` : undefined;
  return (
    <header className={classes.line} aria-label={t('app.statusLine')}>
      <a className={classes.name} href="#/live">
        <span>{t('app.name')}</span>
        <small title={t('app.researchLong')}>{t('app.researchOnly')}</small>
      </a>
      <Cell
        label={t('patients.status')}
        className={classes.patient}
        testid="status-patient"
        data={{ 'data-patient': patient?.code ?? '' }}
      >
        <a href={hashOf('patients')}>{patient?.code ?? t('patients.statusNone')}</a>
      </Cell>
      <Cell label={t('status.device')} className={classes.device} testid="status-device" title={sourceTitle}>
        <span className={classes.phase} data-phase={phase}>
          {t(`phase.${phase}`)}
          {phase === 'reconnecting' && engine && engine.attempt > 1 && (
            <> · {t('status.attempt', { n: engine.attempt })}</>
          )}
        </span>
        <span className={classes.sub}>{engine?.device?.name ?? engine?.source?.label}</span>
      </Cell>
      <Cell label={t('status.rate')} className={classes.rate} testid="status-rate">
        {streaming && engine ? <Rate engine={engine} /> : t('app.none')}
      </Cell>
      <Cell
        label={t('status.loss')}
        className={classes.loss}
        title={t('status.lossTitle')}
        testid="status-loss"
        data={
          engine && {
            'data-value': engine.link.lossSession,
            'data-recent': engine.link.loss5s,
            'data-lost': engine.link.counters.samplesLost,
            'data-samples': engine.link.counters.samples,
            'data-bytes': engine.link.counters.bytes,
            'data-frames-bad': engine.link.counters.framesBad,
            'data-gaps': engine.link.gaps,
          }
        }
      >
        {engine?.device ? (
          <>
            <span className={engine.link.loss5s > 0.01 ? classes.soon : undefined}>
              {t('status.percent', { value: lossPercent(engine.link.loss5s) })}
            </span>
            <span className={classes.sub}>
              {t('status.percent', { value: lossPercent(engine.link.lossSession) })}
            </span>
          </>
        ) : (
          t('app.none')
        )}
      </Cell>
      <Cell
        label={t('status.latency')}
        className={classes.latency}
        title={t('status.latencyTitle')}
        testid="status-latency"
        data={engine && { 'data-p50': engine.latency.forecastP50, 'data-p99': engine.latency.forecastP99 }}
      >
        {streaming && engine && engine.latency.forecastP50 !== null ? (
          <>
            <span>{t('status.ms', { value: shortMs(engine.latency.forecastP50) })}</span>
            <span className={classes.sub}>
              {t('status.ms', { value: shortMs(engine.latency.forecastP99) })}
            </span>
          </>
        ) : (
          t('app.none')
        )}
      </Cell>
      <Cell
        label={t('status.model')}
        title={modelTitle}
        className={classes.model}
        testid="status-model"
        data={
          engine && {
            'data-model': engine.model.id ?? '',
            'data-executor': engine.model.executor ?? '',
            'data-phase': engine.model.phase,
            'data-personal': personal ? personal.label || 'new' : '',
            'data-ticks': engine.ticks,
            'data-forecasts': engine.forecasts,
            'data-skipped': engine.skipped,
            'data-missed': engine.missed,
          }
        }
      >
        <ModelCell engine={engine} />
      </Cell>
      <Cell
        label={t('recording.label')}
        className={classes.recording}
        testid="status-recording"
        data={{ 'data-phase': engine?.recording.phase ?? 'off' }}
      >
        <RecordingValue recording={engine?.recording ?? null} />
      </Cell>
      <StopButton />
    </header>
  );
}

interface CellProps {
  label: string;
  title?: string | undefined;
  className?: string | undefined;
  testid: string;
  data?: Record<`data-${string}`, string | number | null> | null;
  children: ReactNode;
}

function Cell({ label, title, className, testid, data, children }: CellProps) {
  return (
    <div className={`${classes.cell} ${className ?? ''}`} title={title} data-testid={testid} {...data}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{children}</span>
    </div>
  );
}

function Rate({ engine }: { engine: EngineState }) {
  const { t } = useTranslation();
  const lowered = engine.forecastRate > 0 && engine.forecastRate < engine.modelRate;
  const fastest = Math.max(0, ...engine.link.streams.map((s) => s.nominalRate));
  return (
    <>
      <span className={lowered ? classes.soon : undefined}>
        {lowered
          ? t('status.hzOf', { value: fixed(engine.forecastRate, 0), of: fixed(engine.modelRate, 0) })
          : t('status.hz', { value: fixed(engine.modelRate, 0) })}
      </span>
      {!lowered && <span className={classes.sub}>{t('status.hz', { value: fixed(fastest, 0) })}</span>}
    </>
  );
}

function ModelCell({ engine }: { engine: EngineState | null }) {
  const { t } = useTranslation();
  const personal = useApp((s) => s.activePersonal);
  const peer = useApp((s) => s.personalPeer);
  if (!engine || engine.model.phase === 'none') return <span>{t('status.noModel')}</span>;
  const { model } = engine;
  return (
    <>
      <span>
        {[
          personal && peer !== null ? peerName(t, peer) : modelLabel(t, model),
          model.phase !== 'ready' && t(`modelPhase.${model.phase}`),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {personal && <span className={classes.personal}>{personalName(t, personal)}</span>}
      {model.executor && <span className={classes.sub}>{t(`executors.${model.executor}`)}</span>}
    </>
  );
}

function StopButton() {
  const { t } = useTranslation();
  const link = useLink();
  const request = useApp((s) => s.engine?.stopRequest ?? 'none');
  const possible = useApp((s) => s.engine?.phase === 'streaming' && s.engine.source?.kind !== 'replay');
  const text = {
    none: t('status.stop'),
    sent: t('status.stopSent'),
    acknowledged: t('status.stopAcknowledged'),
    not_acknowledged: t('status.stopNotAcknowledged'),
  }[request];
  return (
    <div className={classes.stop}>
      <Button
        variant={request === 'not_acknowledged' ? 'outline' : 'default'}
        color={request === 'not_acknowledged' ? 'red' : undefined}
        size="sm"
        h="auto"
        mih={36}
        py={2}
        fullWidth
        px={6}
        disabled={!possible}
        title={t('status.stopTitle')}
        data-testid="stop-request"
        data-request={request}
        onClick={() => link.send({ type: 'stopRequest' })}
        styles={{
          label: {
            whiteSpace: 'normal',
            lineHeight: 1.15,
            fontSize: request === 'not_acknowledged' ? 11 : 13,
          },
        }}
      >
        <span aria-live="assertive">{text}</span>
      </Button>
    </div>
  );
}
