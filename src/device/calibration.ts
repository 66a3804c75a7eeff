import { z } from '../gait/schema';
import { channelInfo, type ChannelName, type Side } from '../gait/channels';
import type { SampleBlock } from '../gait/sample-block';
import type { Unit } from '../gait/units';
import { guessChannel } from './channel-guess';
import type { ChannelDescription, DeviceDescription } from './events';

/**
 * How one device's channels become ours, remembered under the device's serial number:
 * ours = sign * gain * (device - zero). Plain JSON; a change makes a new object, so undo is keeping the one before.
 */
const channelSchema = z.object({
  /** The device's own name. */
  device: z.string().min(1).max(255),
  /** Ours, or null: not used. */
  name: z.string().min(1).max(64).nullable(),
  sign: z.union([z.literal(1), z.literal(-1)]),
  /** In the device's unit: the device's value that is our 0. */
  zero: z.number(),
  /** Our unit by the device's; above 0. */
  gain: z.number().positive(),
});

const calibrationSchema = z.object({
  version: z.literal(1),
  serial: z.string().max(1024),
  channels: z.array(channelSchema).max(1024),
});

export type ChannelCalibration = z.infer<typeof channelSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;

export type CalibrationProblem =
  | { readonly code: 'malformed'; readonly detail: string }
  /** The name is none of ours. */
  | { readonly code: 'unknown_name'; readonly channel: string; readonly detail: string }
  /** Two device channels are mapped to one of ours. */
  | { readonly code: 'duplicate_name'; readonly channel: string; readonly detail: string }
  | { readonly code: 'duplicate_channel'; readonly channel: string; readonly detail: string }
  /** The device's unit cannot become ours. */
  | { readonly code: 'unit_mismatch'; readonly channel: string; readonly detail: string }
  | { readonly code: 'other_device'; readonly detail: string };

/**
 * What is mapped by the names alone. Units are converted where ours is the same quantity (uV to mV); `1` (a text line
 * tells no unit) is taken for ours. `sideless`: side of names that tell none, or null to leave them unmapped.
 */
export function defaultCalibration(device: DeviceDescription, sideless: Side | null = null): Calibration {
  const described = device.streams.flatMap((s) => s.channels);
  const guesses = described.map((c) => guessFor(c, sideless));
  // Our own name, spelt out, outranks a guess; of two guesses for one channel neither is sure, so the first in order stays.
  const taken = new Set(described.flatMap((c, i) => (guesses[i] === c.name ? [c.name] : [])));
  const channels = described.map((c, i): ChannelCalibration => {
    const guess = guesses[i];
    const free = guess !== undefined && (guess === c.name || !taken.has(guess));
    if (free) taken.add(guess);
    const name = free ? guess : null;
    const gain = name === null ? 1 : (gainBetween(c.unit, channelInfo(name)!.unit) ?? 1);
    return { device: c.name, name, sign: 1, zero: 0, gain };
  });
  return { version: 1, serial: device.serial, channels };
}

function guessFor(c: ChannelDescription, sideless: Side | null): ChannelName | undefined {
  const name = guessChannel(c.name, sideless);
  return name !== undefined && gainBetween(c.unit, channelInfo(name)!.unit) !== null ? name : undefined;
}

/** Factor from a device's unit to ours, or null where they are different quantities. */
function gainBetween(device: Unit, ours: Unit): number | null {
  if (device === ours || device === '1') return 1;
  if (device === 'uV' && ours === 'mV') return 1e-3;
  if (device === 'mV' && ours === 'uV') return 1e3;
  return null;
}

/** Reads what was stored or imported. Never throws. */
export function parseCalibration(json: unknown): Calibration | CalibrationProblem {
  const parsed = calibrationSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return { code: 'malformed', detail: issue.path.join('.') };
}

export const isCalibration = (x: Calibration | CalibrationProblem): x is Calibration => 'version' in x;

/** What contradicts itself or the device; empty where it can be used. */
export function calibrationProblems(
  calibration: Calibration,
  device: DeviceDescription,
): CalibrationProblem[] {
  const problems: CalibrationProblem[] = [];
  if (calibration.serial !== device.serial)
    problems.push({ code: 'other_device', detail: calibration.serial });
  const units = new Map(device.streams.flatMap((s) => s.channels.map((c) => [c.name, c.unit] as const)));
  const seen = new Set<string>();
  const used = new Set<string>();
  for (const { device: channel, name } of calibration.channels) {
    if (seen.has(channel)) problems.push({ code: 'duplicate_channel', channel, detail: channel });
    seen.add(channel);
    if (name === null) continue;
    const info = channelInfo(name);
    if (info === undefined || !/_[rl]$/.test(name)) {
      problems.push({ code: 'unknown_name', channel, detail: name });
      continue;
    }
    if (used.has(name)) problems.push({ code: 'duplicate_name', channel, detail: name });
    used.add(name);
    const unit = units.get(channel);
    if (unit !== undefined && gainBetween(unit, info.unit) === null) {
      problems.push({ code: 'unit_mismatch', channel, detail: `${unit}:${info.unit}` });
    }
  }
  return problems;
}

/**
 * A remembered calibration for the device as it is now: channels that it has gained are guessed, those that it has lost
 * are kept for the day they come back.
 */
export function mergeCalibration(
  remembered: Calibration,
  device: DeviceDescription,
  sideless: Side | null = null,
): Calibration {
  const known = new Set(remembered.channels.map((c) => c.device));
  const names = new Set(remembered.channels.map((c) => c.name));
  const gained = defaultCalibration(device, sideless)
    .channels.filter((c) => !known.has(c.device))
    .map((c) => (c.name !== null && names.has(c.name) ? { ...c, name: null, gain: 1 } : c));
  return { version: 1, serial: device.serial, channels: [...remembered.channels, ...gained] };
}

/** The block in our names and units, unmapped channels left out; null where none is mapped. */
export function applyCalibration(block: SampleBlock, calibration: Calibration): SampleBlock | null {
  const { names, from, factor, zero } = columnsOf(calibration, block.channels);
  const columns = names.length;
  if (columns === 0) return null;
  const width = block.channels.length;
  const raw = block.data;
  const data = new Float32Array(block.count * columns);
  for (let i = 0; i < block.count; i++) {
    for (let c = 0; c < columns; c++)
      data[i * columns + c] = factor[c] * (raw[i * width + from[c]] - zero[c]);
  }
  return { ...block, channels: names, data };
}

/** What of a device's block becomes which of our channels, and how. */
interface Columns {
  readonly names: readonly ChannelName[];
  readonly from: Int32Array;
  readonly factor: Float64Array;
  readonly zero: Float64Array;
}

/** By calibration and by the device's list of channels, which a decoder gives with each block of a stream. */
const columnsByCalibration = new WeakMap<Calibration, WeakMap<readonly string[], Columns>>();

function columnsOf(calibration: Calibration, channels: readonly string[]): Columns {
  let ofCalibration = columnsByCalibration.get(calibration);
  if (ofCalibration === undefined) columnsByCalibration.set(calibration, (ofCalibration = new WeakMap()));
  let columns = ofCalibration.get(channels);
  if (columns === undefined) ofCalibration.set(channels, (columns = findColumns(calibration, channels)));
  return columns;
}

function findColumns(calibration: Calibration, channels: readonly string[]): Columns {
  const found = channels.flatMap((channel, from) => {
    const row = calibration.channels.find((c) => c.device === channel);
    return row === undefined || row.name === null ? [] : [{ ...row, name: row.name, from }];
  });
  return {
    names: found.map((c) => c.name),
    from: Int32Array.from(found, (c) => c.from),
    factor: Float64Array.from(found, (c) => c.sign * c.gain),
    zero: Float64Array.from(found, (c) => c.zero),
  };
}

/**
 * The same with new zeros: `means` are our channels' values now (under `calibration`) in a posture whose angle is 0. Only
 * angles have such a posture; other channels and values that are not finite are left alone.
 */
export function withZero(
  calibration: Calibration,
  means: Readonly<Record<ChannelName, number>>,
): Calibration {
  return mapChannels(calibration, (c) => {
    const mean = c.name === null ? undefined : means[c.name];
    if (mean === undefined || !Number.isFinite(mean) || channelInfo(c.name!)?.kind !== 'angle') return c;
    return { ...c, zero: c.zero + mean / (c.sign * c.gain) };
  });
}

/** The same with one channel's direction turned. */
export function withTurnedSign(calibration: Calibration, deviceChannel: string): Calibration {
  return mapChannels(calibration, (c) =>
    c.device === deviceChannel ? { ...c, sign: c.sign === 1 ? -1 : 1 } : c,
  );
}

/** The same with a device channel mapped to `name` (or to none). Another that had the name loses it. */
export function withMapping(
  calibration: Calibration,
  deviceChannel: ChannelDescription,
  name: ChannelName | null,
): Calibration {
  return mapChannels(calibration, (c) => {
    if (c.device === deviceChannel.name) {
      const gain = name === null ? 1 : (gainBetween(deviceChannel.unit, channelInfo(name)?.unit ?? '1') ?? 1);
      return { ...c, name, gain };
    }
    return name !== null && c.name === name ? { ...c, name: null } : c;
  });
}

function mapChannels(
  calibration: Calibration,
  f: (c: ChannelCalibration) => ChannelCalibration,
): Calibration {
  return { ...calibration, channels: calibration.channels.map(f) };
}
