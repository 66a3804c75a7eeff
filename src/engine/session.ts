import {
  applyCalibration,
  type Calibration,
  defaultCalibration,
  mergeCalibration,
} from '../device/calibration';
import { Connection, type ConnectionState } from '../device/connection';
import type { ByteDecoder, DeviceDescription, DeviceEvent } from '../device/events';
import type { Transport } from '../device/transport';
import type { SampleBlock } from '../gait/sample-block';
import { WireCapture } from './capture';
import { LinkMonitor } from './link-monitor';
import { LivePipeline, type PipelineListener } from './pipeline/live-pipeline';
import { mapStreams } from './pipeline/map-streams';
import type { OrderMark } from '../records/shapes/protocol';
import type { EngineSetup, EngineState } from './protocol';

export interface SessionListener {
  /** Connection, calibration or device changed. */
  changed(): void;
  /** A new pipeline stands: lanes must be planned, plots start anew. */
  pipelineReady(pipeline: LivePipeline): void;
  /** A calibrated block, at native rate, and a hole before the next block. */
  block(block: SampleBlock): void;
  gap(stream: number, samples: number): void;
  /** Counted and shown as it came. */
  notice(code: 'reconnected' | 'gap' | 'device_restarted', detail: string): void;
  /** The port was opened again, or told of missing bytes: the decoder looks for the next frame. */
  resynced(): void;
  /** A chunk has come (performance.now() at read), and has gone through the pipeline. */
  arrival(arrivalMs: number, chunk: Uint8Array): void;
  chunkDone(): void;
  /** Per tick and per forecast, of the current pipeline. */
  pipeline: PipelineListener;
}

interface SessionOptions {
  readonly makeTransport: () => Transport;
  readonly decoder: ByteDecoder;
  readonly baudRate?: number;
  readonly setup: EngineSetup;
  readonly calibrations: readonly Calibration[];
  readonly listener: SessionListener;
}

/** Longer than this is told to the therapist; shorter ones are counted only. */
const NOTICE_GAP_MS = 50;

/** One source from connect to disconnect: its connection, its calibration, and the pipeline behind it. */
export class DeviceSession {
  readonly connection: Connection;
  readonly monitor = new LinkMonitor();
  readonly capture = new WireCapture();
  readonly decoder: ByteDecoder;
  readonly markers: EngineState['markers'] = [];
  device: DeviceDescription | null = null;
  calibration: Calibration | null = null;
  pipeline: LivePipeline | null = null;
  battery: number | null = null;
  statusText = '';
  statusFlags = 0;
  readonly #listener: SessionListener;
  readonly #calibrations: readonly Calibration[];
  readonly #setup: EngineSetup;
  #previous: Calibration[] = [];
  #wasLost = false;
  #phase: ConnectionState['phase'] = 'idle';

  constructor({ makeTransport, decoder, baudRate, setup, calibrations, listener }: SessionOptions) {
    this.decoder = decoder;
    this.#listener = listener;
    this.#calibrations = calibrations;
    this.#setup = setup;
    this.monitor.startSession();
    this.connection = new Connection({
      makeTransport,
      decoder,
      baudRate,
      autoReconnect: setup.autoReconnect,
      onState: (state) => this.#onState(state),
      onBytes: (chunk, arrivalMs) => {
        listener.arrival(arrivalMs, chunk);
        this.capture.add(chunk);
        this.monitor.bytes(chunk.length, arrivalMs);
        // Runs when the decoder is through with this chunk.
        queueMicrotask(() => listener.chunkDone());
      },
      onEvent: (event, arrivalMs) => this.#onEvent(event, arrivalMs),
      onLineError: () => {
        this.monitor.lineErrors++;
        listener.resynced();
        listener.changed();
      },
    });
  }

  /** A new calibration takes effect with the next block; what it replaces can be had back by `undoCalibration`. */
  calibrate(calibration: Calibration): void {
    if (this.calibration !== null) this.#previous.push(this.calibration);
    this.#apply(calibration);
  }

  get canUndo(): boolean {
    return this.#previous.length > 0;
  }

  undoCalibration(): void {
    const before = this.#previous.pop();
    if (before !== undefined) this.#apply(before);
  }

  marker(label: string, fromDevice: boolean, { block, orderEnd }: OrderMark = {}): void {
    const tick = this.pipeline?.source.tick ?? -1;
    this.markers.push({ label, tick, fromDevice, ...(block && { block }), ...(orderEnd && { orderEnd }) });
    this.#listener.changed();
  }

  #onState(state: ConnectionState): void {
    if (state.phase === 'lost' || state.phase === 'reconnecting') this.#wasLost = true;
    if (state.phase === 'reconnecting' && this.#phase !== 'reconnecting') this.#listener.resynced();
    this.#phase = state.phase;
    if (state.phase === 'streaming' && this.#wasLost) {
      this.#wasLost = false;
      this.monitor.startStream();
      this.#listener.notice('reconnected', '');
    }
    this.#listener.changed();
  }

  #onEvent(event: DeviceEvent, arrivalMs: number): void {
    switch (event.kind) {
      case 'samples':
        return this.#onSamples(event.block, arrivalMs);
      case 'describe':
        return this.#onDescribe(event.device);
      case 'gap':
        return this.#onGap(event.stream, event.samples, arrivalMs);
      case 'restart':
        this.pipeline?.restart();
        this.monitor.restartClocks();
        return this.#listener.notice('device_restarted', '');
      case 'status':
        this.battery = event.battery;
        this.statusText = event.text;
        this.statusFlags = event.flags;
        return this.#listener.changed();
      case 'marker':
        return this.marker(event.label, true);
      case 'heartbeat':
      case 'ack':
      case 'refused':
        return;
    }
  }

  #onDescribe(device: DeviceDescription): void {
    const same = this.device !== null && sameLayout(this.device, device);
    this.device = device;
    // The device that came back after a loss: its ticks, scores and plots go on after the hole.
    if (same && this.pipeline !== null) return this.#listener.changed();
    const remembered = this.#calibrations.find((c) => c.serial === device.serial);
    const sideless = this.#setup.affectedSide;
    this.#apply(
      remembered === undefined
        ? defaultCalibration(device, sideless)
        : mergeCalibration(remembered, device, sideless),
    );
  }

  #onSamples(raw: SampleBlock, arrivalMs: number): void {
    this.monitor.samples(raw, arrivalMs);
    if (this.calibration === null || this.pipeline === null) return;
    const block = applyCalibration(raw, this.calibration);
    if (block === null) return;
    this.#listener.block(block);
    this.pipeline.block(block);
  }

  #onGap(stream: number, samples: number, arrivalMs: number): void {
    this.monitor.gap(samples, arrivalMs);
    this.pipeline?.gap(stream, samples);
    this.#listener.gap(stream, samples);
    const rate = this.device?.streams.find((s) => s.id === stream)?.rate ?? 0;
    const ms = rate > 0 ? (samples * 1000) / rate : 0;
    if (ms > NOTICE_GAP_MS) this.#listener.notice('gap', String(Math.round(ms)));
  }

  #apply(calibration: Calibration): void {
    this.calibration = calibration;
    if (this.device === null) return;
    // A forecast still under way for the old pipeline must not reach the new plots.
    this.pipeline?.setLanes([]);
    this.pipeline = new LivePipeline(mapStreams(this.device, calibration), this.#listener.pipeline);
    this.#listener.pipelineReady(this.pipeline);
    this.#listener.changed();
  }
}

function sameLayout(a: DeviceDescription, b: DeviceDescription): boolean {
  return (
    a.serial === b.serial && a.name === b.name && JSON.stringify(a.streams) === JSON.stringify(b.streams)
  );
}
