import { applyCalibration, type Calibration, defaultCalibration } from '../../src/device/calibration';
import type { DeviceEvent } from '../../src/device/events';
import { LivePipeline } from '../../src/engine/pipeline/live-pipeline';
import { mapStreams } from '../../src/engine/pipeline/map-streams';
import { channelInfo } from '../../src/gait/channels';
import type { SampleBlock } from '../../src/gait/sample-block';
import type { Findings } from './verdict';

const TICK_US = 10_000;
/** Ticks that a restart leaves out. */
const RESTART_JUMP = 100;
/** A value lies between samples at most this many periods from it. */
const PERIODS = 2.5;
const ROUNDING = 1e-3;
/** Blocks of the past: a tick may wait for the other streams, and a hole may come meanwhile. */
const KEPT_BLOCKS = 1000;

/**
 * A second pipeline on the same events: what it makes of them must be in the engine's log, tick by tick. And each angle of a
 * tick must lie between samples that were delivered around its time.
 */
export class Shadow {
  /** Rows as they must stand in the log. */
  readonly rows: { readonly tick: number; readonly measured: readonly number[] }[] = [];
  /** Column of the first angle. */
  angle = 0;
  readonly #findings: Findings;
  #calibration: Calibration | null = null;
  #pipeline: LivePipeline | null = null;
  #originUs: number | null = null;
  #offset = 0;
  #recent: SampleBlock[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  hear(event: DeviceEvent): void {
    switch (event.kind) {
      case 'describe': {
        if (this.#pipeline !== null) return;
        const calibration = defaultCalibration(event.device, 'r');
        this.#calibration = calibration;
        this.#pipeline = new LivePipeline(mapStreams(event.device, calibration), {
          tick: (tick, measured) => this.#tick(tick, measured),
        });
        this.angle = this.#pipeline.source.channels.findIndex((c) => channelInfo(c)?.kind === 'angle');
        return;
      }
      case 'samples': {
        if (this.#pipeline === null || this.#calibration === null) return;
        const block = applyCalibration(event.block, this.#calibration);
        if (block === null) return;
        const hasAngle = block.channels.some((c) => channelInfo(c)?.kind === 'angle');
        if (hasAngle) {
          this.#originUs ??= block.startUs;
          this.#keep(block);
        }
        return this.#pipeline.block(block);
      }
      case 'gap':
        return this.#pipeline?.gap(event.stream, event.samples);
      case 'restart': {
        const tick = this.#pipeline?.source.tick ?? -1;
        this.#offset = tick < 0 ? 0 : tick + RESTART_JUMP;
        this.#originUs = null;
        this.#recent = [];
        return this.#pipeline?.restart();
      }
      default:
    }
  }

  #keep(block: SampleBlock): void {
    this.#recent.push(block);
    if (this.#recent.length > KEPT_BLOCKS) this.#recent.shift();
  }

  #tick(tick: number, measured: Float32Array): void {
    this.rows.push({ tick, measured: [...measured] });
    const last = this.rows.at(-2);
    this.#findings.check(
      last === undefined || tick > last.tick,
      'invented',
      () => `tick ${tick} after ${last?.tick}`,
    );
    const { channels } = this.#pipeline!.source;
    channels.forEach((name, i) => {
      if (channelInfo(name)?.kind !== 'angle' || !Number.isFinite(measured[i])) return;
      const [low, high] = this.#around(name, (this.#originUs ?? 0) + (tick - this.#offset) * TICK_US);
      this.#findings.check(
        measured[i] >= low - ROUNDING && measured[i] <= high + ROUNDING,
        'invented',
        () => `${name} at tick ${tick}: ${measured[i]}, delivered ${low} to ${high}`,
      );
    });
  }

  /** Least and greatest value delivered around a moment of the device's clock. */
  #around(name: string, atUs: number): [number, number] {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let b = this.#recent.length - 1; b >= 0; b--) {
      const { channels, rate, startUs, count, data } = this.#recent[b];
      const periodUs = 1e6 / rate;
      const reach = PERIODS * periodUs;
      if (startUs + count * periodUs < atUs - reach) break;
      if (startUs > atUs + reach) continue;
      const place = channels.findIndex((c) => c === name);
      for (let i = 0; i < count; i++) {
        if (Math.abs(startUs + i * periodUs - atUs) > reach) continue;
        const value = data[i * channels.length + place];
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return [low, high];
  }
}
