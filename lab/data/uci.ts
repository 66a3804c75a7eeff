import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Reader of the layout of "EMG Dataset in Lower Limb" (UCI Machine Learning Repository, doi 10.24432/C5ZW3P): header lines, then rows at
 * 1000 Hz, tab-separated: RF, BF, VM, ST in mV, knee goniometer (FX) in degrees.
 */
export type UciTask = 'mar' | 'pie' | 'sen';
export type UciMuscle = 'emg_rf' | 'emg_bf' | 'emg_vm' | 'emg_st';

export const UCI_MUSCLES: readonly UciMuscle[] = ['emg_rf', 'emg_bf', 'emg_vm', 'emg_st'];

export interface UciRecording {
  /** By the file's name, e.g. `3A`; the whole name without ending where it is not of that form. */
  readonly person: string;
  readonly group: 'normal' | 'abnormal' | 'unknown';
  /** Gait, standing knee flexion, seated knee extension. */
  readonly task: UciTask | 'unknown';
  readonly rate: 1000;
  /**
   * Rate at which the goniometer was really sampled. 50 where the header says that it was filled up by lines between
   * samples: each value then knows up to 20 ms of the future, and errors at steps below 20 ms mean nothing.
   */
  readonly nativeAngleRate: number;
  /** Degrees, flexion positive, 0 in stance: `sign` * (file value) - `zeroDeg`. */
  readonly knee: Float32Array;
  /** The file's own knee column, untouched: what a device would send before calibration. */
  readonly rawKnee: Float32Array;
  readonly sign: 1 | -1;
  readonly zeroDeg: number;
  /** mV as recorded. */
  readonly emg: Readonly<Record<UciMuscle, Float32Array>>;
  readonly notes: readonly UciNote[];
  /** Of the five columns' numbers: recordings with the same one are the same data. */
  readonly hash: string;
}

type UciNote =
  | { readonly code: 'sign_turned' }
  | { readonly code: 'rows_dropped'; readonly rows: number }
  | { readonly code: 'extra_columns'; readonly columns: number }
  | { readonly code: 'interpolated_angle'; readonly fromRate: number }
  | { readonly code: 'zero_unknown' };

/** Length of the start of a walk from which its zero is taken, in samples: nothing later is looked at. */
const ZERO_SAMPLES = 3000;
const COLUMNS = 5;

/** Reads a `.txt` or `.txt.gz`. Throws Error with the file's name, the line and what is wrong. */
export function readUci(path: string): UciRecording {
  const bytes = readFileSync(path);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return parseUci((packed ? gunzipSync(bytes) : bytes).toString('latin1'), basename(path));
}

/**
 * All recordings below a directory (A_TXT, N_TXT or any depth), in the order of person and task. Of files with the same data (1Npie and 2Npie,
 * 1Nsen and 2Nsen) the first is kept, so that nobody is trained on and tested by the same numbers under two names.
 */
export function readUciSet(dir: string, task?: UciTask): UciRecording[] {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((p) => NAME.test(basename(p)) && (task === undefined || basename(p).includes(task)))
    .sort((a, b) => basename(a).localeCompare(basename(b), 'en', { numeric: true }));
  const seen = new Set<string>();
  const kept: UciRecording[] = [];
  for (const path of paths) {
    const recording = readUci(join(dir, path));
    if (seen.has(recording.hash)) continue;
    seen.add(recording.hash);
    kept.push(recording);
  }
  return kept;
}

const NAME = /^(\d+)([AN])(mar|pie|sen)\.txt(\.gz)?$/i;

/** `name`: the file's name, which tells person, group and task. */
export function parseUci(text: string, name: string): UciRecording {
  const lines = text.split(/\r?\n/);
  const header = readHeader(lines, name);
  const notes: UciNote[] = [];
  const { columns, dropped, width } = readRows(lines, header.firstRow, name);
  if (dropped > 0) notes.push({ code: 'rows_dropped', rows: dropped });
  if (width > COLUMNS) notes.push({ code: 'extra_columns', columns: width - COLUMNS });
  const nativeAngleRate = header.angleRate ?? 1000;
  if (nativeAngleRate !== 1000) notes.push({ code: 'interpolated_angle', fromRate: nativeAngleRate });

  const match = NAME.exec(name);
  const task = (match?.[3]?.toLowerCase() as UciTask | undefined) ?? 'unknown';
  const rawKnee = columns[4];
  const sign = flexionSign(rawKnee);
  if (sign < 0) notes.push({ code: 'sign_turned' });
  const zeroDeg = zeroOf(rawKnee, sign, task);
  if (zeroDeg === null) notes.push({ code: 'zero_unknown' });
  const [rf, bf, vm, st] = columns as [Float32Array, Float32Array, Float32Array, Float32Array];
  return {
    person: match ? `${match[1]}${match[2].toUpperCase()}` : name.replace(/\.txt(\.gz)?$/i, ''),
    group: match ? (match[2].toUpperCase() === 'N' ? 'normal' : 'abnormal') : 'unknown',
    task,
    rate: 1000,
    nativeAngleRate,
    knee: rawKnee.map((x) => sign * x - (zeroDeg ?? 0)),
    rawKnee,
    sign,
    zeroDeg: zeroDeg ?? 0,
    emg: { emg_rf: rf, emg_bf: bf, emg_vm: vm, emg_st: st },
    notes,
    hash: hashOf(columns),
  };
}

/** Channels are counted, not read by number: some files number them 4-8. */
function readHeader(lines: readonly string[], name: string): { firstRow: number; angleRate: number | null } {
  let channels = 0;
  let angleRate: number | null = null;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    if (/^\s*[-+.\d]/.test(line)) {
      if (channels < COLUMNS)
        throw new Error(`${name}: header names ${channels} channels, expected ${COLUMNS}`);
      return { firstRow: i, angleRate };
    }
    if (!line.startsWith('Channel')) continue;
    channels += 1;
    const rates = /extrapolated from (\d+(?:\.\d+)?) to (\d+)/.exec(line);
    if (channels === COLUMNS && rates) angleRate = Number(rates[1]);
    const unit = channels <= 4 ? 'mV' : 'deg';
    if (!line.includes(`engineering units: ${unit}`)) {
      throw new Error(`${name}, line ${i + 1}: channel ${channels} is not in ${unit}`);
    }
  }
  throw new Error(`${name}: no rows of numbers`);
}

interface Rows {
  readonly columns: readonly Float32Array[];
  readonly dropped: number;
  readonly width: number;
}

/** Ends where a column does: the last 1-21 rows have FX only (in some files EMG only), the very last nothing. A hole before that is an error. */
function readRows(lines: readonly string[], firstRow: number, name: string): Rows {
  const columns = Array.from({ length: COLUMNS }, () => new Float32Array(lines.length - firstRow));
  let rows = 0;
  let dropped = 0;
  let width = 0;
  for (let i = firstRow; i < lines.length; i += 1) {
    const line = lines[i];
    if (line.trim() === '') continue;
    const cells = line.split('\t');
    const where = `${name}, line ${i + 1}`;
    if (cells.length < COLUMNS) throw new Error(`${where}: ${cells.length} columns, expected ${COLUMNS}`);
    if (width !== 0 && cells.length !== width)
      throw new Error(`${where}: ${cells.length} columns, before ${width}`);
    width = cells.length;
    if (cells.slice(0, COLUMNS).some((cell) => cell.trim() === '')) {
      dropped += 1;
      continue;
    }
    if (dropped > 0) throw new Error(`${where}: values after incomplete rows`);
    for (let c = 0; c < COLUMNS; c += 1) {
      const value = Number(cells[c]);
      if (!Number.isFinite(value)) throw new Error(`${where}, column ${c + 1}: not a number: '${cells[c]}'`);
      columns[c][rows] = value;
    }
    rows += 1;
  }
  return { columns: columns.map((c) => c.slice(0, rows)), dropped, width };
}

/**
 * A knee bends far one way and hardly the other (whatever the goniometer's zero was, it is within some degrees of straight), so flexion
 * is the side of the larger of the 5th and 95th percentiles. Holds for all 48 files that were at hand.
 */
function flexionSign(knee: Float32Array): 1 | -1 {
  const sorted = knee.slice().sort();
  return quantile(sorted, 0.95) >= -quantile(sorted, 0.05) ? 1 : -1;
}

/**
 * Gait: the 5th percentile of the first 3 s (standing, or stance), so that nothing later shapes the signal. Standing flexion: of
 * the whole file, since some start with the knee bent. Seated extension never stands straight: no zero is known.
 */
function zeroOf(knee: Float32Array, sign: 1 | -1, task: UciTask | 'unknown'): number | null {
  if (task === 'sen') return null;
  const part = task === 'pie' ? knee : knee.slice(0, ZERO_SAMPLES);
  return quantile(part.map((x) => sign * x).sort(), 0.05);
}

function quantile(sorted: Float32Array, q: number): number {
  return sorted[Math.round(q * (sorted.length - 1))];
}

function hashOf(columns: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const c of columns) hash.update(new Uint8Array(c.buffer, c.byteOffset, c.byteLength));
  return hash.digest('hex');
}
