import { readFileSync } from 'node:fs';
import type { AdaptWorker } from '../../adapt/worker/spawn';
import { applyCalibration, type Calibration, defaultCalibration } from '../../device/calibration';
import { decoderFor } from '../../device/decoder-for';
import type { DeviceEvent } from '../../device/events';
import { wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import type { Side } from '../../gait/channels';
import type { AdaptEvent } from '../adapt-protocol';
import { Adaptation } from '../adaptation/adaptation';
import { laneOf, planLanes } from '../models/lane-planner';
import { ModelHost } from '../models/model-host';
import { LivePipeline } from '../pipeline/live-pipeline';
import { mapStreams } from '../pipeline/map-streams';

type EventOf<T extends AdaptEvent['type']> = Extract<AdaptEvent, { type: T }>;

const RECORDING = 'public/recordings/demo.stridelink';
/** From here on the demo walks, s. */
export const WALK_FROM_S = 15;

/**
 * The live pipeline and learning from strides around it, as the engine holds them together, on the generated walk of both legs that ships as the
 * demo. Time passes when it is told to. Forecasts begin at `forecastFromS`: what was walked before needs none.
 */
export async function startBench(spawn: () => AdaptWorker, forecastFromS = WALK_FROM_S + 10) {
  const models = new ModelHost(
    (path) => Promise.resolve(new Uint8Array(readFileSync(fileOf(path)))),
    async (spec, weights) => ({ executor: await wasmSimd(spec, weights, 1), measured: {} }),
  );
  const setup = {
    affectedSide: 'r' as Side,
    executor: 'auto',
    model: 'knee',
    autoReconnect: false,
    compareWith: null,
  } as const;
  await models.open(setup);

  const events: AdaptEvent[] = [];
  const listeners = new Set<(event: AdaptEvent) => void>();
  /** Every forecast shown, by leg. */
  const shown = new Map<Side, Float32Array[]>([
    ['r', []],
    ['l', []],
  ]);
  let pipeline: LivePipeline | null = null;
  let side: Side = 'r';
  const adaptation: Adaptation = new Adaptation({
    post(event) {
      events.push(event);
      for (const listener of [...listeners]) listener(event);
    },
    now: () => performance.now(),
    firstWalk: 1,
    models,
    spawn,
    channels: () => pipeline?.source.channels ?? null,
    side: () => side,
    swap(swapped) {
      const old = pipeline?.lanes.find((l) => l.lane.side === swapped);
      if (pipeline && old && models.runnable)
        pipeline.replaceLane(
          laneOf(models.runnable, swapped, pipeline.source.channels, adaptation.personal, old.quantiles),
        );
    },
  });

  const wire = eventsOf(new Uint8Array(readFileSync(RECORDING)));
  let calibration: Calibration | null = null;
  let at = 0;
  const take = (event: DeviceEvent): void => {
    if (event.kind === 'describe') {
      calibration = defaultCalibration(event.device, 'r');
      const made = new LivePipeline(mapStreams(event.device, calibration), {
        tick: (tick, measured, input) => adaptation.tick(tick, input, measured),
        forecast: () => {
          for (const lane of made.lanes) shown.get(lane.lane.side)?.push(lane.shown.slice());
        },
      });
      pipeline = made;
      adaptation.startWalk(made.source.channels);
    } else if (event.kind === 'samples' && pipeline && calibration) {
      const block = applyCalibration(event.block, calibration);
      if (block) pipeline.block(block);
    } else if (event.kind === 'gap') pipeline?.gap(event.stream, event.samples);
  };

  return {
    adaptation,
    models,
    events,
    shown,
    get pipeline(): LivePipeline {
      if (pipeline === null) throw new Error('nothing has come yet');
      return pipeline;
    },
    lookAt(other: Side) {
      side = other;
      adaptation.sideChanged();
    },
    /** The walk goes on until this second of it, a tenth at a time, with housekeeping and whatever else waits in between. */
    async walkTo(second: number): Promise<void> {
      for (let s = 0; s <= second; s = s + 0.1) {
        while (at < wire.length && (pipeline?.source.tick ?? -1) < s * 100) take(wire[at++]);
        if ((pipeline?.source.tick ?? -1) < s * 100 - 20) continue;
        if (pipeline?.lanes.length === 0 && s >= forecastFromS)
          pipeline.setLanes(planLanes(models.runnable, pipeline.source.channels, side, adaptation.personal));
        adaptation.housekeeping();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    },
    /** The next event of a type (from now on) for which this holds. */
    next<T extends AdaptEvent['type']>(type: T, holds: (event: EventOf<T>) => boolean = () => true) {
      return new Promise<EventOf<T>>((resolve) => {
        const listener = (event: AdaptEvent): void => {
          if (event.type !== type || !holds(event as EventOf<T>)) return;
          listeners.delete(listener);
          resolve(event as EventOf<T>);
        };
        listeners.add(listener);
      });
    },
  };
}

function eventsOf(bytes: Uint8Array): DeviceEvent[] {
  const events: DeviceEvent[] = [];
  decoderFor('replay').push(bytes, (event) => {
    // Blocks are reused by the decoder.
    events.push(structuredClone(event));
  });
  return events;
}

const fileOf = (path: string): string =>
  path.startsWith('replay-') ? `public/models/${path}` : `e2e/fixtures/models/${path}`;
