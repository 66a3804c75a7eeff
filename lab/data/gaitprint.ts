import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ChannelName } from '../../src/gait/channels';

/**
 * NONAN GaitPrint sample: one person walking, inertial sensors at 200 Hz. Angles keep the offsets of the sensors
 * (a person's ankle may sit 15 deg off): whoever compares people removes each person's mean of ankle and hip.
 */
export interface GaitPrintWalk {
  /** From the file's name, e.g. 'healthy_young'. */
  readonly person: string;
  readonly rate: 200;
  /** Degrees, flexion and dorsiflexion +; foot_contact_* is 0 or 1. */
  readonly features: ReadonlyMap<ChannelName, Float32Array>;
}

const COLUMNS: readonly (readonly [column: string, channel: ChannelName, scale: number])[] = [
  ['hip_flexion_lt_deg', 'hip_flexion_l', 1],
  ['knee_flexion_lt_deg', 'knee_angle_l', 1],
  ['ankle_dorsiflexion_lt_deg', 'ankle_angle_l', 1],
  ['hip_flexion_rt_deg', 'hip_flexion_r', 1],
  ['knee_flexion_rt_deg', 'knee_angle_r', 1],
  ['ankle_dorsiflexion_rt_deg', 'ankle_angle_r', 1],
  ['contact_lt', 'foot_contact_l', 1e-3],
  ['contact_rt', 'foot_contact_r', 1e-3],
];

export function readGaitPrint(path: string): GaitPrintWalk {
  const bytes = readFileSync(path);
  const person = /([^/\\]+?)\.csv(\.gz)?$/.exec(path)?.[1] ?? path;
  return gaitPrintWalk(person, (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

/** The same from text. Throws Error where a column is missing, a row is short or the rate is not 200 Hz. */
export function gaitPrintWalk(person: string, csv: string): GaitPrintWalk {
  const lines = csv.split(/\r?\n/).filter((l) => l.trim() !== '');
  const header = (lines[0] ?? '').split(',').map((h) => h.trim());
  const at = (column: string): number => {
    const index = header.indexOf(column);
    if (index < 0) throw new Error(`${person}: no column ${column}`);
    return index;
  };
  const time = at('time');
  const columns = COLUMNS.map(([column, channel, scale]) => ({ index: at(column), channel, scale }));
  const rows = lines.length - 1;
  if (rows < 2) throw new Error(`${person}: no rows`);
  const features = new Map(columns.map((c) => [c.channel, new Float32Array(rows)]));
  let first = 0;
  let last = 0;
  for (let r = 0; r < rows; r++) {
    const cells = lines[r + 1].split(',');
    const read = (index: number): number => {
      const value = cells[index]?.trim() ? Number(cells[index]) : NaN;
      if (!Number.isFinite(value))
        throw new Error(`${person}: row ${r + 2} has no number in column ${header[index]}`);
      return value;
    };
    last = read(time);
    if (r === 0) first = last;
    for (const c of columns) features.get(c.channel)![r] = read(c.index) * c.scale;
  }
  const rate = (rows - 1) / (last - first);
  if (Math.abs(rate - 200) > 1) throw new Error(`${person}: ${rate.toFixed(1)} rows a second; 200 expected`);
  return { person, rate: 200, features };
}
