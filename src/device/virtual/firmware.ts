import type { Side } from '../../gait/channels';
import { Rng } from '../../gait/rng';
import type { DeviceDescription } from '../events';
import { DeviceEncoder, quantise } from '../stridelink/device-encoder';
import { PROTOCOL_VERSION } from '../stridelink/codes';
import { HostDecoder, type HostCommand } from '../stridelink/host-decoder';
import type { WalkerAction } from './activity';
import {
  describeDevice,
  EMG_STREAM,
  JOINT_STREAM,
  readJoints,
  type SensorSet,
  STANDARD_SENSORS,
} from './sensors';
import type { VirtualPreset } from './presets';
import { Walker } from './walker';

export interface FirmwareOptions {
  readonly preset: VirtualPreset;
  readonly seed: number;
  readonly affected?: Side;
  readonly sensors?: SensorSet;
  /** Device clock at switch-on, us; the default passes 2^32 after 20 s, so that every demo crosses the wrap. */
  readonly clockUs?: number;
}

const STEP_US = 1000;
const FRAME_STEPS = 10;
const STATUS_STEPS = 5000;
const HEARTBEAT_STEPS = 1000;
const WRAP_SOON_US = 2 ** 32 - 20_000_000;
const FULL_BATTERY = 87;
/** Percent a second: some four hours. */
const DRAIN = 87 / (4 * 3600);

/** Bits of STATUS flags. */
export const STOP_REQUESTED = 1;

/** Labels of MARKER, as codes. */
const MARKERS: Readonly<Record<WalkerAction, string>> = {
  walk: 'walk_start',
  stand: 'walk_stop',
  knee_bend: 'knee_bend',
  tense: 'tense',
};

/**
 * The virtual exoskeleton's firmware: a walker behind Stridelink bytes. Time comes from outside, so it runs in real
 * time, faster, or in a test without waiting; the same calls give the same bytes.
 */
export class Firmware {
  readonly device: Omit<DeviceDescription, 'protocol'>;
  private readonly walker: Walker;
  private readonly sensors: SensorSet;
  private readonly affected: Side;
  private readonly send: (bytes: Uint8Array) => void;
  private readonly noise: Rng;
  private readonly encoder = new DeviceEncoder();
  private readonly commands = new HostDecoder();
  private readonly clock0: number;
  private steps = 0;
  private streaming = false;
  private flags = 0;
  /** Step number at which the running streams began. */
  private startStep = 0;
  private joints: number[] = [];
  private emg: number[] = [];

  /** `send` gets one whole frame at a time and may keep it. */
  constructor(options: FirmwareOptions, send: (bytes: Uint8Array) => void) {
    this.sensors = options.sensors ?? STANDARD_SENSORS;
    this.affected = options.affected ?? 'r';
    this.walker = new Walker(options);
    this.noise = new Rng(options.seed ^ 0x5eed);
    this.send = send;
    this.clock0 = options.clockUs ?? WRAP_SOON_US;
    this.device = describeDevice(this.sensors, this.affected, `virtual:${options.preset}:${options.seed}`);
  }

  /** Microseconds since switch-on. */
  get nowUs(): number {
    return this.steps * STEP_US;
  }

  ask(action: WalkerAction): void {
    if (action === 'walk') this.flags &= ~STOP_REQUESTED;
    this.walker.ask(action);
  }

  become(preset: VirtualPreset): void {
    this.walker.become(preset);
  }

  /** Bytes from the host. */
  receive(bytes: Uint8Array): void {
    this.commands.push(bytes, (command) => this.obey(command));
  }

  /** Lives until `toUs` after switch-on. */
  advance(toUs: number): void {
    while (this.nowUs + STEP_US <= toUs) this.step();
  }

  /** Lets time pass without a sample, as when a host did not read for long: counters and clock go on, bytes are lost. */
  skip(toUs: number): void {
    const frames = Math.floor((toUs - this.nowUs) / (STEP_US * FRAME_STEPS));
    if (frames > 0) this.steps += frames * FRAME_STEPS;
  }

  private obey(command: HostCommand): void {
    switch (command.kind) {
      case 'hello':
        // A host that speaks another version learns ours from the description and decides.
        this.send(this.encoder.describe({ ...this.device, protocolVersion: PROTOCOL_VERSION }));
        this.sendStatus();
        return;
      case 'start': {
        const outcome = this.streaming ? 'already' : 'accepted';
        if (!this.streaming) {
          this.streaming = true;
          this.startStep = Math.ceil(this.steps / FRAME_STEPS) * FRAME_STEPS;
          this.joints = [];
          this.emg = [];
        }
        this.send(this.encoder.ack('start', outcome));
        return;
      }
      case 'stop': {
        const outcome = this.streaming ? 'accepted' : 'already';
        this.streaming = false;
        this.send(this.encoder.ack('stop', outcome));
        return;
      }
      case 'stop_request':
        this.send(this.encoder.ack('stop_request', this.flags & STOP_REQUESTED ? 'already' : 'accepted'));
        this.flags |= STOP_REQUESTED;
        this.walker.ask('stand');
        this.sendStatus();
        return;
      case 'heartbeat':
        return;
    }
  }

  private step(): void {
    const begun = this.walker.step();
    if (begun !== null && this.streaming) this.send(this.encoder.marker(this.clock(), MARKERS[begun]));
    if (this.streaming && this.steps >= this.startStep) this.sample();
    this.steps += 1;
    if (this.steps % HEARTBEAT_STEPS === 0) this.send(this.encoder.heartbeat(this.clock(), this.streaming));
    if (this.steps % STATUS_STEPS === 0) this.sendStatus();
  }

  private sample(): void {
    const at = this.steps - this.startStep;
    const every = 1000 / this.sensors.jointRate;
    if (at % every === 0) readJoints(this.walker, this.sensors, this.affected, this.noise, this.joints);
    this.emg.push(...this.walker.emg);
    if (at % FRAME_STEPS !== FRAME_STEPS - 1) return;
    const first = at - FRAME_STEPS + 1;
    const clock = this.clockAt(this.startStep + first);
    const [jointStream, emgStream] = this.device.streams;
    const joints = quantise(this.joints, jointStream.channels);
    this.send(
      this.encoder.samples(JOINT_STREAM, clock, Math.ceil(first / every), FRAME_STEPS / every, joints),
    );
    this.send(
      this.encoder.samples(EMG_STREAM, clock, first, FRAME_STEPS, quantise(this.emg, emgStream.channels)),
    );
    this.joints = [];
    this.emg = [];
  }

  private sendStatus(): void {
    const battery = FULL_BATTERY - (this.steps / 1000) * DRAIN;
    this.send(this.encoder.status(this.clock(), battery, this.flags, ''));
  }

  private clock(): number {
    return this.clockAt(this.steps);
  }

  private clockAt(step: number): number {
    return (this.clock0 + step * STEP_US) % 2 ** 32;
  }
}
