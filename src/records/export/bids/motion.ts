import { sideOf } from '../../../gait/channels';
import type { SessionAbout } from '../about';
import { BlobSink } from '../blob-sink';
import { isAngle, numberFormat, placeOf, tsvText, unitOf } from '../cells';
import type { SessionTable } from '../session-table';
import { TICK_RATE } from '../../log/tick-rate';
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
  let rows = 0;
  let duration = 0;
  for await (const { seconds, measured, markers } of table.rows(onShare)) {
    rows++;
    duration = seconds;
    let line = seconds.toFixed(MS);
    for (let i = 0; i < measured.length; i++) line += `\t${formats[i](measured[i])}`;
    motion.write(`${line}\n`);
    for (const label of markers) events.write(`${seconds.toFixed(MS)}\t0\t${tsvText(label)}\n`);
  }
  // One row at 0 s, and one a tick after it.
  const isWhole = rows - 1 >= Math.round(duration * TICK_RATE);
  const angles = channels.filter(isAngle);
  return {
    motion: motion.blob(),
    events: events.blob(),
    channels: channelsTable(channels),
    sidecar: {
      TaskName: TASK,
      TaskDescription: 'Walking in a lower-limb exoskeleton.',
      TrackingSystemName: TRACKING_SYSTEM,
      ManufacturersModelName: about.device,
      DeviceSerialNumber: about.serial,
      SamplingFrequency: TICK_RATE,
      SamplingFrequencyEffective: duration > 0 ? (rows - 1) / duration : TICK_RATE,
      RecordingDuration: duration,
      RecordingType: isWhole ? 'continuous' : 'discontinuous',
      MissingValues: MISSING,
      MotionChannelCount: channels.length + 1,
      JNTANGChannelCount: angles.length,
      LATENCYChannelCount: 1,
      MISCChannelCount: channels.length - angles.length,
      TrackedPointsCount: angles.length,
    },
  };
}

function channelsTable(channels: readonly string[]): string {
  const rows = [
    ['name', 'component', 'type', 'tracked_point', 'units', 'sampling_frequency'],
    ['latency', MISSING, 'LATENCY', MISSING, 's', String(TICK_RATE)],
    ...channels.map((name) => {
      const angle = isAngle(name);
      const point = angle ? `${placeOf(name)} ${sideOf(name) === 'l' ? 'left' : 'right'}` : MISSING;
      const unit = unitOf(name);
      const units = unit === 'bool' || unit === '1' ? MISSING : unit;
      return [name, MISSING, angle ? 'JNTANG' : 'MISC', point, units, String(TICK_RATE)];
    }),
  ];
  return rows.map((row) => `${row.map(tsvText).join('\t')}\n`).join('');
}
