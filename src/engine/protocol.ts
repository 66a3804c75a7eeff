import type { Calibration } from '../device/calibration';
import type { ConnectionPhase } from '../device/connection-table';
import type { DeviceDescription, LinkCounters } from '../device/events';
import type { TransportKind, TransportProblem } from '../device/transport';
import type { ExecutorId } from '../forecast/runtime/executor';
import type { ExecutorPin, Measurements } from '../forecast/runtime/selection';
import type { TrustReason } from '../forecast/trust/trust-monitor';
import type { ChannelName, Side } from '../gait/channels';
import type { WalkGoals } from '../gait/feedback/goal';
import type { SignalCheckReport, SignalCheckStep } from '../gait/signal-check';
import type { LoggedRun } from '../records/log/logged-run';
import type { RecordsErrorCode } from '../records/records-error';
import type { OrderMark } from '../records/shapes/protocol';
import type { LegFigures } from './walk-figures';
import type { ActivePersonal, AdaptCommand, AdaptEvent } from './adapt-protocol';
import type { DisplaySetup } from './feedback/display-protocol';
import type { FeedbackEvent } from './feedback/feedback-protocol';

/**
 * What page and engine worker say to each other. Types only. The page asks; the worker answers with state on change
 * (at most 10 a second), and with one bundle of ticks for each animation frame that the page has asked for.
 */
export type VirtualPreset = 'typical' | 'stiff_knee' | 'slow_asymmetric' | 'knee_pain';

/** `auto` takes the fastest executor measured at warm-up; others pin it. */
export type ExecutorChoice = ExecutorPin;

export interface EngineSetup {
  /** The side whose leg is forecast first and large. */
  affectedSide: Side;
  executor: ExecutorChoice;
  /** Model id, or auto: the best that the device's channels allow. */
  model: string;
  /** Reconnect by itself after a loss. */
  autoReconnect: boolean;
  /** Baseline drawn beside the network, by forecaster id; null draws none. */
  compareWith: string | null;
  /** Record id of the patient whose sessions are recorded; nobody's without. */
  patientId?: string | null;
  /** The patient's screen and what is aimed for; none without. */
  display?: DisplaySetup;
  /** What Live ticks off; the session's log keeps it. */
  walkGoals?: WalkGoals;
}

export type SourceRequest =
  | {
      kind: 'serial';
      baudRate: number;
      /** Which of the granted ports; the worker finds it among getPorts(). */
      usbVendorId?: number;
      usbProductId?: number;
      /** Index among ports with the same ids. */
      index: number;
      /** Set where a worker has no navigator.serial: the window opened the port and hands over its streams. */
      streams?: { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> };
      label: string;
    }
  | {
      kind: 'webusb';
      baudRate: number;
      streams: { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> };
      label: string;
    }
  | { kind: 'virtual'; preset: VirtualPreset; seed: number }
  /** `log`: the bytes are those of a logged session, which runs again as it did then. */
  | { kind: 'replay'; name: string; bytes: Uint8Array; log?: LoggedRun };

export type EngineCommand =
  /** `known`: executors measured on this machine before, by the sha256 of a model's weights (event `measured`). */
  | { type: 'init'; setup: EngineSetup; baseUrl: string; known: Record<string, Measurements> }
  | { type: 'setup'; setup: EngineSetup }
  /** `calibrations`: all that are remembered; the engine takes the one with the device's serial number. */
  | { type: 'connect'; source: SourceRequest; calibrations: Calibration[] }
  | { type: 'disconnect' }
  /** Try the last source again now. */
  | { type: 'retry' }
  /** The page has drawn a frame and takes another bundle of ticks. */
  | { type: 'frame' }
  | { type: 'calibrate'; calibration: Calibration }
  /** Means of the last second become the zero of each angle: the patient stands straight. */
  | { type: 'zeroNow' }
  | { type: 'undoCalibration' }
  | { type: 'signalCheck'; action: 'start' | 'next' | 'cancel' }
  | { type: 'replay'; action: 'pause' | 'resume' | 'restart'; speed?: number }
  /** Virtual exoskeleton only: what the walker does now. */
  | { type: 'walker'; action: 'walk' | 'stand' | 'knee_bend' | 'tense'; preset?: VirtualPreset }
  | ({ type: 'marker'; label: string } & OrderMark)
  | { type: 'stopRequest' }
  /** Hand out the wire bytes since connect (bounded), for the therapist's own file. */
  | { type: 'takeCapture' }
  /** Learning from strides: adapt-protocol.ts. */
  | AdaptCommand
  /** Tests and bench only: stops the worker's thread for a while, drops the GL context, kills the worker that adapts. */
  | { type: 'fault'; fault: 'stall' | 'lose_gl' | 'kill_adaptation'; ms?: number };

export type Problem =
  | { code: TransportProblem; detail: string }
  | { code: 'handshake_timeout'; detail: string; otherBaudRates: number[] }
  | { code: 'unknown_version'; detail: string }
  | { code: 'unknown_protocol'; detail: string }
  | { code: 'bad_description'; detail: string }
  | { code: 'silent'; detail: string }
  | { code: 'engine_died'; detail: string }
  | { code: 'internal'; detail: string };

/** Why no forecast is shown, or why this model and not another. */
export type NoForecastReason =
  | 'not_streaming'
  | 'model_loading'
  | 'model_warming'
  | 'no_model_fits'
  | 'window_filling'
  | 'gap'
  | 'out_of_range'
  | 'executor_lost'
  | TrustReason;

interface LinkState {
  counters: LinkCounters;
  /** Share of samples (0-1) lost over session, stream, and last 5 s. */
  lossSession: number;
  lossStream: number;
  loss5s: number;
  gaps: number;
  lineErrors: number;
  bytesPerSecond: number;
  /** Per stream: measured rate on our clock, Hz, and drift of the device clock against it, ppm (null: not yet known). */
  streams: { id: number; nominalRate: number; measuredRate: number | null; driftPpm: number | null }[];
  battery: number | null;
  statusText: string;
  statusFlags: number;
}

export interface ModelState {
  id: string | null;
  /** Of its weights: personal models belong to these and no others. */
  sha256: string | null;
  name: string;
  executor: ExecutorId | null;
  phase: 'none' | 'loading' | 'warming' | 'ready' | 'failed';
  /** Measured at warm-up, ms for one forecast, by executor; a string is the reason why one cannot run. */
  measured: Measurements;
  choices: { id: string; name: string; missing: ChannelName[] }[];
  /** The replayed or streamed person is among those the weights were trained on. */
  seenInTraining: boolean;
  /** Why models of the index cannot be used, each as `path: code: detail`; the others still can. */
  problems: string[];
  steps: number;
  windowTicks: number;
  /** What runs on one leg instead of the base model; null: nothing does. */
  personal: ActivePersonal | null;
}

/** One leg whose joints are forecast together. The affected side comes first. */
export interface Lane {
  side: Side;
  joints: ChannelName[];
}

interface LatencyState {
  /** Arrival of the chunk that completed a tick to its forecast published, ms, over the last 10 s. */
  forecastP50: number | null;
  forecastP99: number | null;
  /** Making one tick's forecasts (all legs, network and baselines), ms, over the last 10 s. */
  runP50: number | null;
  runP99: number | null;
}

/** `stopped`: nothing more is recorded of this session (`code` says why); what was written is kept. */
export interface RecordingState {
  phase: 'off' | 'recording' | 'stopped';
  /** Of the session. */
  id: string | null;
  /** ms since the epoch. */
  startedAtMs: number | null;
  bytes: number;
  code: RecordsErrorCode | null;
}

/** What a replay has in the place of what ran in the session: by name, then and now. */
export interface ReplayDifference {
  code: 'other_model' | 'other_executor' | 'no_personal' | 'no_calibration';
  then: string;
  now: string;
}

export interface EngineState {
  phase: ConnectionPhase;
  source: { kind: TransportKind; label: string } | null;
  device: DeviceDescription | null;
  problem: Problem | null;
  attempt: number;
  link: LinkState;
  model: ModelState;
  lanes: Lane[];
  /** Our channels that the device gives, after mapping. */
  channels: ChannelName[];
  /** Device channels that are mapped to nothing, by the device's own names. */
  unmapped: string[];
  noForecast: NoForecastReason | null;
  /** Share (0-1) of the first lane's forecasts that were hidden as not to be trusted; null before the first. */
  hiddenShare: number | null;
  modelRate: number;
  /** Forecasts a second: lower than modelRate where the executor cannot keep up. */
  forecastRate: number;
  ticks: number;
  forecasts: number;
  /** Ticks without a forecast: by a lowered rate, and for want of time. */
  skipped: number;
  missed: number;
  latency: LatencyState;
  calibration: Calibration | null;
  canUndoCalibration: boolean;
  signalCheck: { step: SignalCheckStep | null; progress: number; report: SignalCheckReport | null };
  replay: {
    positionS: number;
    durationS: number;
    speed: number;
    paused: boolean;
    /** Of a logged session: what is not as it was then (empty: the same forecasts, bit for bit); null for any other recording. */
    differences: ReplayDifference[] | null;
  } | null;
  stopRequest: 'none' | 'sent' | 'acknowledged' | 'not_acknowledged';
  markers: ({ label: string; tick: number; fromDevice: boolean } & OrderMark)[];
  captureBytes: number;
  recording: RecordingState;
  /** Strides of the affected leg since the stream began, steps a minute, and where in the cycle it is (0 to below 1). */
  strides: { count: number; cadence: number | null; phase: number | null };
  /** Both legs since the session began; null for a leg without a knee sensor. */
  legs: Record<Side, LegFigures | null>;
}

/**
 * What came since the last bundle. Measured rows and forecasts come apart, because a forecast with a read-back
 * may be ready some ticks after its row.
 */
export interface TickBundle {
  /** Changes whenever ticks start again at 0 or lanes or channels change: the page empties its plots. */
  generation: number;
  /** Row r is tick `firstTick + r`; a tick that was lost in a gap is a row of NaN. */
  firstTick: number;
  rows: number;
  channels: ChannelName[];
  /** [rows][channels], degrees, mV, N or 0/1, calibrated. */
  measured: Float32Array;
  lanes: Lane[];
  steps: number;
  /** Tick that forecast f was made at, ascending. */
  forecastTicks: Int32Array;
  /** For each lane: [forecasts][joints][3][steps] = mean, low, high of the 90 % interval, degrees. */
  forecasts: Float32Array[];
  /** For each lane: [forecasts][joints][steps] of the baseline chosen in `EngineSetup.compareWith`; else empty. */
  compare: Float32Array[];
  /** Epoch ms (timeOrigin-based): arrival of the chunk that completed the newest tick, its forecast, and this sending. */
  newestArrivalEpochMs: number;
  newestForecastEpochMs: number;
  publishedEpochMs: number;
}

/** One row of the live score table: a forecaster, a joint, scores by horizon (order of `horizonsMs`). */
export interface ScoreRow {
  forecaster: string;
  kind: 'network' | 'baseline';
  joint: ChannelName;
  /** Over the last 10 s, and since the start of the stream. */
  recent: ScoreCell[];
  total: ScoreCell[];
}

export interface ScoreCell {
  n: number;
  rmse: number;
  mae: number;
  /** Percent of the range seen so far (at least 20 deg). */
  nmae: number;
  /** 1 - rmse / rmse of persistence. */
  skill: number;
  /** Share of truths inside the 90 % interval and its mean width, deg; null for baselines without one. */
  coverage: number | null;
  width: number | null;
}

export interface ScoreTable {
  horizonsMs: number[];
  range: { joint: ChannelName; deg: number }[];
  rows: ScoreRow[];
}

export type EngineEvent =
  | { type: 'state'; state: EngineState }
  | { type: 'ticks'; bundle: TickBundle }
  | { type: 'scores'; table: ScoreTable }
  /** To be kept for this machine and given back at `init`. */
  | { type: 'measured'; key: string; measured: Measurements }
  | AdaptEvent
  | FeedbackEvent
  | { type: 'capture'; name: string; bytes: Uint8Array; truncated: boolean }
  | {
      type: 'notice';
      code: 'reconnected' | 'gap' | 'device_restarted' | 'gl_lost' | 'rate_lowered' | 'internal';
      detail: string;
    }
  | { type: 'fatal'; detail: string };
