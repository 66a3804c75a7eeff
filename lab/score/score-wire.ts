import { applyCalibration, type Calibration, defaultCalibration } from '../../src/device/calibration';
import { decoderFor } from '../../src/device/decoder-for';
import type { DeviceDescription, LinkCounters } from '../../src/device/events';
import { planLanes, type RunnableModel } from '../../src/engine/models/lane-planner';
import type { ForecastLane } from '../../src/engine/pipeline/forecast-lane';
import { LivePipeline } from '../../src/engine/pipeline/live-pipeline';
import { mapStreams } from '../../src/engine/pipeline/map-streams';
import type { ScoreTable } from '../../src/engine/protocol';
import type { Side } from '../../src/gait/channels';

interface WireScoreOptions {
  readonly model: RunnableModel | null;
  readonly affectedSide: Side;
  /** null: what the app takes for a device that it does not know. */
  readonly calibration: Calibration | null;
  /** Every n-th tick is forecast, as live at a lowered rate. */
  readonly stride: number;
  /** Told of every tick, and then of its forecasts. */
  readonly onTick?: (tick: number, measured: Float32Array) => void;
  readonly onForecast?: (tick: number, lane: ForecastLane) => void;
}

export interface WireScore {
  readonly device: DeviceDescription;
  readonly ticks: number;
  readonly forecasts: number;
  readonly counters: LinkCounters;
  readonly scores: ScoreTable;
}

/**
 * Runs recorded wire bytes through the live pipeline, as fast as it goes. The figures are those that the Live screen
 * shows for the same bytes, model, executor and calibration. Throws Error where the bytes are no device's.
 */
export async function scoreWire(bytes: Uint8Array, options: WireScoreOptions): Promise<WireScore> {
  const decoder = decoderFor('replay');
  let device: DeviceDescription | null = null;
  let calibration = options.calibration;
  let pipeline: LivePipeline | null = null;
  const refusals: string[] = [];
  for (const chunk of chunksOf(bytes, 4096)) {
    decoder.push(chunk, (event) => {
      if (event.kind === 'refused') refusals.push(`${event.reason} ${event.detail}`);
      if (event.kind === 'describe' && pipeline === null) {
        device = event.device;
        calibration ??= defaultCalibration(event.device, options.affectedSide);
        const live: LivePipeline = new LivePipeline(mapStreams(event.device, calibration), {
          tick: options.onTick,
          forecast: (tick) => options.onForecast?.(tick, live.lanes[0]),
        });
        pipeline = live;
        pipeline.setLanes(planLanes(options.model, pipeline.source.channels, options.affectedSide));
        pipeline.stride = options.stride;
      } else if (event.kind === 'samples' && pipeline !== null && calibration !== null) {
        const block = applyCalibration(event.block, calibration);
        if (block !== null) pipeline.block(block);
      } else if (event.kind === 'gap') pipeline?.gap(event.stream, event.samples);
      else if (event.kind === 'restart') pipeline?.restart();
    });
    // Executors with a read-back finish between chunks.
    await Promise.resolve();
  }
  if (device === null || pipeline === null) {
    throw new Error(
      `No device speaks in these bytes${refusals.length > 0 ? ` (${refusals.join(', ')})` : ''}`,
    );
  }
  const done: LivePipeline = pipeline;
  return {
    device,
    ticks: done.source.count,
    forecasts: done.forecasts,
    counters: { ...decoder.counters },
    scores: done.scores(),
  };
}

function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
