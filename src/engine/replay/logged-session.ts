import { type Calibration, isCalibration, parseCalibration } from '../../device/calibration';
import type { ReplayPlan } from '../../device/replay/replay-transport';
import type { LoggedRun } from '../../records/log/logged-run';

/** What forecast, as a log tells it. */
export interface LoggedModel {
  readonly id: string | null;
  /** Of its weights. */
  readonly sha256: string | null;
  readonly executor: string | null;
  readonly personal: { readonly id: string | null; readonly label: string; readonly sha256: string } | null;
  /** Every so many ticks were forecast; null: the log does not tell. */
  readonly everyTicks: number | null;
}

/** What happens in a replay between two chunks of bytes, as it did then. */
type LoggedStep =
  | { readonly kind: 'calibrate'; readonly calibration: Calibration }
  | { readonly kind: 'model'; readonly model: LoggedModel }
  | { readonly kind: 'marker'; readonly label: string }
  | { readonly kind: 'resync' };

/** A logged session, laid out to be run again: what is in force from its first byte on, and what changes on the way. */
export interface LoggedSession {
  readonly affectedSide: 'r' | 'l';
  /** Null where the log has none that can be read. */
  readonly calibration: Calibration | null;
  readonly model: LoggedModel | null;
  /** Of the device's first stream, Hz. */
  readonly rate: number | null;
  /** By the chunk before which they happen. */
  readonly steps: ReadonlyMap<number, readonly LoggedStep[]>;
  readonly timeline: ReplayPlan['timeline'];
}

/** A hole in a recording (the device was away) is not waited for longer than this. */
const LONGEST_WAIT_MS = 5000;

export function layOut({ affectedSide, ends, atMs, changes }: LoggedRun): LoggedSession {
  let calibration: Calibration | null = null;
  let inForce = '';
  let model: LoggedModel | null = null;
  let running = '';
  let rate: number | null = null;
  const steps = new Map<number, LoggedStep[]>();
  let first: Calibration | null = null;
  let began: LoggedModel | null = null;
  for (const { chunk, topic, value } of changes) {
    const happens = (step: LoggedStep): void => void steps.set(chunk, [...(steps.get(chunk) ?? []), step]);
    switch (topic) {
      case 'device':
        rate ??= rateOf(value);
        break;
      case 'calibration': {
        const parsed = parseCalibration(value);
        if (!isCalibration(parsed) || JSON.stringify(parsed) === inForce) break;
        inForce = JSON.stringify(parsed);
        calibration = parsed;
        // The first is written down when it has been in force for some bytes already.
        if (first === null) first = parsed;
        else happens({ kind: 'calibrate', calibration });
        break;
      }
      case 'model':
        model = modelOf(value);
        if (JSON.stringify(model) === running) break;
        running = JSON.stringify(model);
        if (began === null) began = model;
        else happens({ kind: 'model', model });
        break;
      case 'marker':
        if (value['fromDevice'] !== true) happens({ kind: 'marker', label: textOf(value['label']) });
        break;
      case 'event':
        if (value['code'] === 'resync') happens({ kind: 'resync' });
        break;
      case 'status':
        break;
    }
  }
  return {
    affectedSide,
    calibration: first,
    model: began,
    rate,
    steps,
    timeline: timelineOf(ends, atMs),
  };
}

function timelineOf(ends: Uint32Array, atMs: Float64Array): ReplayPlan['timeline'] {
  const times: number[] = [];
  let passedMs = 0;
  atMs.forEach((at, i) => {
    if (i > 0) passedMs += Math.min(LONGEST_WAIT_MS, Math.max(0, at - atMs[i - 1]));
    times.push(passedMs / 1000);
  });
  return { ends: [...ends], times, durationS: passedMs / 1000 };
}

function modelOf(value: Readonly<Record<string, unknown>>): LoggedModel {
  const personal = value['personal'] as Record<string, unknown> | null | undefined;
  const everyTicks = value['everyTicks'];
  return {
    id: nameOf(value['id']),
    sha256: nameOf(value['sha256']),
    executor: nameOf(value['executor']),
    personal: personal
      ? {
          id: nameOf(personal['id']),
          label: textOf(personal['label']),
          sha256: textOf(personal['sha256']),
        }
      : null,
    everyTicks: typeof everyTicks === 'number' && everyTicks >= 1 ? Math.round(everyTicks) : null,
  };
}

function rateOf(device: Readonly<Record<string, unknown>>): number | null {
  const [stream] = Array.isArray(device['streams']) ? (device['streams'] as { rate?: unknown }[]) : [];
  return typeof stream?.rate === 'number' && stream.rate > 0 ? stream.rate : null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const nameOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
