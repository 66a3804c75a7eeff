import type { Rng } from '../../src/gait/rng';
import { HostDecoder } from '../../src/device/stridelink/host-decoder';
import { Firmware, type FirmwareOptions } from '../../src/device/virtual/firmware';
import { KNEE_SENSORS } from '../../src/device/virtual/sensors';
import type { CasePlan } from './plan';
import { SentFrames } from './sent';

/** What stands at the far end of the line. */
export interface Device {
  /** Lives until `nowMs`; what it says goes out in whole frames or lines. */
  advance(nowMs: number): void;
  receive(bytes: Uint8Array): void;
  switchOff(): void;
  switchOn(nowMs: number): void;
}

const WALKS_AFTER_MS = 300;
const PRESETS = ['typical', 'stiff_knee', 'slow_asymmetric', 'knee_pain'] as const;

/** The virtual exoskeleton's own firmware, with a switch; each switch-on is another boot of the same device. */
export class ExoskeletonDevice implements Device {
  readonly sent = new SentFrames();
  readonly description: Firmware['device'];
  boots = 0;
  readonly #options: FirmwareOptions;
  readonly #plan: CasePlan;
  readonly #rng: Rng;
  readonly #say: (bytes: Uint8Array) => void;
  #firmware: Firmware | null = null;
  #bootMs = 0;
  #order = 0;

  constructor(plan: CasePlan, rng: Rng, say: (bytes: Uint8Array) => void) {
    this.#options = { preset: PRESETS[plan.seed % 4], seed: 1 + (plan.seed % 97), sensors: KNEE_SENSORS };
    this.#plan = plan;
    this.#rng = rng;
    this.#say = say;
    this.description = new Firmware(this.#options, () => undefined).device;
  }

  switchOn(nowMs: number): void {
    const boot = this.boots++;
    const clockUs = this.#plan.clockUs ?? Math.floor(this.#rng.uniform(0, 2 ** 32));
    this.#order = 0;
    this.#bootMs = nowMs;
    this.#firmware = new Firmware({ ...this.#options, clockUs }, (frame) => {
      this.sent.add(frame, boot, this.#order++);
      this.#say(frame);
    });
    this.#firmware.ask('stand');
  }

  switchOff(): void {
    this.#firmware = null;
  }

  advance(nowMs: number): void {
    const firmware = this.#firmware;
    if (firmware === null) return;
    const toUs = (nowMs - this.#bootMs) * 1000 * this.#plan.drift;
    const walkUs = WALKS_AFTER_MS * 1000;
    if (firmware.nowUs < walkUs && toUs >= walkUs) {
      firmware.advance(walkUs);
      firmware.ask('walk');
    }
    firmware.advance(toUs);
  }

  receive(bytes: Uint8Array): void {
    this.#firmware?.receive(bytes);
  }
}

const TEXT_PERIOD_MS = 10;
const TEXT_HEADER = '# rate=100 name=Board serial=B7\ntime_ms,knee_angle_r,emg_vm_r\n';

/** A hobby board that prints its names now and then, and rows of numbers with its own time. */
export class TextDevice implements Device {
  rows = 0;
  readonly #plan: CasePlan;
  readonly #say: (bytes: Uint8Array) => void;
  readonly #commands = new HostDecoder();
  readonly #utf8 = new TextEncoder();
  #onMs: number | null = null;
  #next = 0;

  constructor(plan: CasePlan, say: (bytes: Uint8Array) => void) {
    this.#plan = plan;
    this.#say = say;
  }

  switchOn(nowMs: number): void {
    this.#onMs = nowMs;
    this.#next = 0;
  }

  switchOff(): void {
    this.#onMs = null;
  }

  advance(nowMs: number): void {
    if (this.#onMs === null) return;
    const dueMs = (nowMs - this.#onMs) * this.#plan.drift;
    for (; this.#next * TEXT_PERIOD_MS <= dueMs; this.#next++) {
      if (this.#next % 200 === 0) this.#say(this.#utf8.encode(TEXT_HEADER));
      const t = this.#next * TEXT_PERIOD_MS;
      const knee = 30 - 28 * Math.cos(t / 170);
      const line = `${t},${knee.toFixed(2)},${(0.1 + 0.05 * Math.sin(t / 31)).toFixed(4)}\n`;
      this.rows++;
      this.#say(this.#utf8.encode(line));
    }
  }

  /** It hears nothing that it understands, as most such boards. */
  receive(bytes: Uint8Array): void {
    this.#commands.push(bytes, () => undefined);
  }
}
