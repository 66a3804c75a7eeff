import { sideOf } from '../../../gait/channels';
import type { SessionAbout } from '../about';
import { BlobSink } from '../blob-sink';
import { isAngle, numberFormat, placeOf, tsvText, unitOf } from '../cells';
import type { SessionTable } from '../session-table';
import { TASK, TRACKING_SYSTEM } from './labels';

const MISSING = 'n/a';
const MS = 3;

interface MotionFiles {
  readonly motion: Blob;
  readonly events: Blob;
  readonly channels: string;
  readonly sidecar: Readonly<Record<string, unknown>>;
}

/** The signals of a session as BIDS wants motion: a table without a header, its columns described beside it, marks as events. */
export async function motionFiles(
  table: SessionTable,
  about: SessionAbout,
  onShare?: (share: number) => void,
): Promise<MotionFiles> {
  const { channels } = table;
  const formats = channels.map((name) => numberFormat(name, MISSING));
  const motion = new BlobSink();
  const events = new BlobSink();
  events.write('onset\tduration\ttrial_type\n');
  const ticks = new TickRate();
  for await (const { tick, seconds, measured, markers } of table.rows(onShare)) {
    ticks.add(tick, seconds);
    let line = seconds.toFixed(MS);
    for (let i = 0; i < measured.length; i++) line += `\t${formats[i](measured[i])}`;
    motion.write(`${line}\n`);
    for (const label of markers) events.write(`${seconds.toFixed(MS)}\t0\t${tsvText(label)}\n`);
  }
  const rate = ticks.nominal;
  const angles = channels.filter(isAngle);
  return {
    motion: motion.blob(),
    events: events.blob(),
    channels: channelsTable(channels, rate),
    sidecar: {
      TaskName: TASK,
      TaskDescription: 'Walking in a lower-limb exoskeleton.',
      TrackingSystemName: TRACKING_SYSTEM,
      ManufacturersModelName: about.device,
      DeviceSerialNumber: about.serial,
      SamplingFrequency: rate,
      SamplingFrequencyEffective: ticks.effective,
      RecordingDuration: ticks.seconds,
      RecordingType: ticks.hasHole ? 'discontinuous' : 'continuous',
      MissingValues: MISSING,
      MotionChannelCount: channels.length + 1,
      JNTANGChannelCount: angles.length,
      LATENCYChannelCount: 1,
      MISCChannelCount: channels.length - angles.length,
      TrackedPointsCount: angles.length,
    },
  };
}

function channelsTable(channels: readonly string[], rate: number): string {
  const rows = [
    ['name', 'component', 'type', 'tracked_point', 'units', 'sampling_frequency'],
    ['latency', MISSING, 'LATENCY', MISSING, 's', String(rate)],
    ...channels.map((name) => {
      const angle = isAngle(name);
      const point = angle ? `${placeOf(name)} ${sideOf(name) === 'l' ? 'left' : 'right'}` : MISSING;
      const unit = unitOf(name);
      const units = unit === 'bool' || unit === '1' ? MISSING : unit;
      return [name, MISSING, angle ? 'JNTANG' : 'MISC', point, units, String(rate)];
    }),
  ];
  return rows.map((row) => `${row.map(tsvText).join('\t')}\n`).join('');
}

/** Ticks a second, told by the ticks themselves; ticks that were lost leave a hole in time. */
class TickRate {
  readonly #spacings = new Map<number, number>();
  #rows = 0;
  #first = 0;
  #last = 0;
  #lastTick = 0;
  hasHole = false;

  add(tick: number, seconds: number): void {
    if (this.#rows === 0) this.#first = seconds;
    else if (tick - this.#lastTick === 1) {
      // To a tenth of a millisecond: the log keeps microseconds.
      const spacing = Math.round((seconds - this.#last) * 1e4);
      this.#spacings.set(spacing, (this.#spacings.get(spacing) ?? 0) + 1);
    } else this.hasHole = true;
    this.#rows++;
    this.#last = seconds;
    this.#lastTick = tick;
  }

  /** Hz: what most ticks keep; 0 before there are two. */
  get nominal(): number {
    const [most] = [...this.#spacings].sort((a, b) => b[1] - a[1]);
    return most === undefined || most[0] <= 0 ? 0 : 1e4 / most[0];
  }

  get seconds(): number {
    return this.#last - this.#first;
  }

  get effective(): number {
    return this.seconds > 0 ? (this.#rows - 1) / this.seconds : 0;
  }
}
