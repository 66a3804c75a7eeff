import type { ActivePersonal } from './adapt-protocol';
import type { CheckDesk } from './check-desk';
import type { ModelHost } from './models/model-host';
import { MODEL_RATE } from './pipeline/live-pipeline';
import { unmappedChannels } from './pipeline/map-streams';
import type { RecentPercentiles } from './percentiles';
import type { EngineSetup, EngineState, NoForecastReason, RecordingState, SourceRequest } from './protocol';
import type { DeviceSession } from './session';
import type { StrideCounter } from './stride-counter';
import type { WalkFigures } from './walk-figures';

interface StateParts {
  readonly now: number;
  readonly request: SourceRequest | null;
  readonly session: DeviceSession | null;
  readonly models: ModelHost;
  readonly setup: EngineSetup;
  readonly latency: RecentPercentiles;
  readonly runs: RecentPercentiles;
  readonly check: CheckDesk;
  readonly strides: StrideCounter;
  readonly walk: WalkFigures;
  readonly replay: EngineState['replay'];
  readonly personal: ActivePersonal | null;
  readonly recording: RecordingState;
}

/** The engine as the page sees it. */
export function assembleState(parts: StateParts): EngineState {
  const { session, models, now } = parts;
  const connection = session?.connection.state;
  const pipeline = session?.pipeline ?? null;
  const channels = pipeline ? [...pipeline.source.channels] : [];
  return {
    phase: connection?.phase ?? (parts.request === null ? 'idle' : 'opening'),
    source: parts.request === null ? null : { kind: parts.request.kind, label: labelOf(parts.request) },
    device: connection?.device ?? session?.device ?? null,
    problem: connection?.problem ?? null,
    attempt: connection?.attempt ?? 0,
    link: linkState(session, now),
    model: {
      ...models.state(channels, parts.setup.affectedSide, session?.device?.serial ?? null),
      personal: parts.personal,
    },
    lanes: pipeline ? pipeline.lanes.map((l) => l.lane) : [],
    channels,
    unmapped:
      session?.device && session.calibration ? unmappedChannels(session.device, session.calibration) : [],
    noForecast: noForecast(parts),
    hiddenShare: pipeline?.lanes[0]?.hiddenShare ?? null,
    modelRate: MODEL_RATE,
    forecastRate: pipeline ? MODEL_RATE / pipeline.stride : 0,
    ticks: pipeline ? pipeline.source.count : 0,
    forecasts: pipeline?.forecasts ?? 0,
    skipped: pipeline?.skipped ?? 0,
    missed: pipeline?.missed ?? 0,
    latency: {
      forecastP50: parts.latency.at(0.5),
      forecastP99: parts.latency.at(0.99),
      runP50: parts.runs.at(0.5) ?? models.runMs,
      runP99: parts.runs.at(0.99),
    },
    calibration: session?.calibration ?? null,
    canUndoCalibration: session?.canUndo ?? false,
    signalCheck: { step: parts.check.step, progress: parts.check.progress, report: parts.check.report },
    replay: parts.replay,
    stopRequest: connection?.stopRequest ?? 'none',
    markers: session ? [...session.markers] : [],
    captureBytes: session?.capture.bytes ?? 0,
    recording: parts.recording,
    strides: { count: parts.strides.count, cadence: parts.strides.cadence, phase: parts.strides.phase },
    legs: parts.walk.legs,
  };
}

function linkState(session: DeviceSession | null, now: number): EngineState['link'] {
  const figures = session?.monitor.figures(now);
  return {
    counters: session
      ? { ...session.decoder.counters }
      : {
          bytes: 0,
          framesOk: 0,
          framesBad: 0,
          framesLost: 0,
          framesUnknown: 0,
          framesDuplicate: 0,
          samples: 0,
          samplesLost: 0,
        },
    lossSession: figures?.lossSession ?? 0,
    lossStream: figures?.lossStream ?? 0,
    loss5s: figures?.loss5s ?? 0,
    gaps: session?.monitor.gaps ?? 0,
    lineErrors: session?.monitor.lineErrors ?? 0,
    bytesPerSecond: figures?.bytesPerSecond ?? 0,
    streams: figures?.streams ?? [],
    battery: session?.battery ?? null,
    statusText: session?.statusText ?? '',
    statusFlags: session?.statusFlags ?? 0,
  };
}

/** The first reason in the order in which a therapist would look. */
function noForecast({ session, models }: StateParts): NoForecastReason | null {
  const phase = session?.connection.state.phase;
  if (!session?.pipeline || phase !== 'streaming') {
    if (models.phase === 'loading') return 'model_loading';
    if (models.phase === 'warming') return 'model_warming';
    return 'not_streaming';
  }
  if (models.lost) return 'executor_lost';
  const reason = session.pipeline.noForecast();
  if (reason !== 'no_model_fits') return reason;
  if (models.phase === 'loading') return 'model_loading';
  return models.phase === 'warming' ? 'model_warming' : reason;
}

function labelOf(request: SourceRequest): string {
  switch (request.kind) {
    case 'virtual':
      return request.preset;
    case 'replay':
      return request.name;
    case 'serial':
    case 'webusb':
      return request.label;
  }
}
