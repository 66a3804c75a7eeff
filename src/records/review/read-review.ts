import { channelInfo, type ChannelName, type Side, SIDES } from '../../gait/channels';
import type { LogReader } from '../log/log-reader';
import { forecastTopic, JOINTS_TOPIC } from '../log/topics';
import { ForecastScores } from './forecast-scores';
import { OverviewParts } from './overview';
import type { LogContents } from './protocol';
import type { ReviewMarker, ReviewModel, SessionReview } from './review';
import { StrideReview } from './strides';
import { symmetryOf } from './symmetry';

/** Of the model, whatever the device's rate is; the log's ticks are these. */
const RATE = 100;
const LEAST_PART_S = 10;
const MOST_PARTS = 120;
const OVERVIEW_PARTS = 1500;

interface ReviewOptions {
  /** Share (0-1) of the session that was read. */
  readonly onProgress?: (share: number) => void;
  /** Waits a moment, so that whoever reads is not deaf meanwhile. */
  readonly breathe?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Reads a finished log from front to back and says what the session came to. Memory grows by its strides only. Rejects with
 * RecordsError `damaged`, and with the signal's reason when that is given.
 */
export async function readReview(log: LogReader, options: ReviewOptions = {}): Promise<SessionReview> {
  const { startMs, endMs } = spanOf(log);
  const { joints, horizonsMs, seconds } = contentsOf(log);
  const channels = log.columns(JOINTS_TOPIC);
  const places = joints.map((name) => channels.indexOf(name));
  const parts = Math.min(MOST_PARTS, Math.ceil(seconds / LEAST_PART_S));
  const scores = scoresOf(log, horizonsMs, seconds / parts, parts);
  const scorePlaces = scores.map((s) => channels.indexOf(s.joint));
  const strides = new StrideReview(channels, RATE);
  const overview = new OverviewParts(joints.length, seconds / OVERVIEW_PARTS, OVERVIEW_PARTS);
  const topics = [JOINTS_TOPIC, ...SIDES.map(forecastTopic)];
  let last = Number.NaN;
  let lastMs = Number.NaN;
  await log.scan(
    topics,
    ({ topic, tick, atMs, values }) => {
      if (topic !== JOINTS_TOPIC) {
        for (const score of scores) if (forecastTopic(score.side) === topic) score.forecast(tick, values);
        return;
      }
      if (tick <= last) for (const score of scores) score.restart();
      const missing = Number.isNaN(lastMs) ? 0 : Math.round(((atMs - lastMs) * RATE) / 1000) - 1;
      strides.tick(values, tick === last + 1 ? 0 : missing);
      const atS = (atMs - startMs) / 1000;
      for (let j = 0; j < places.length; j++) overview.push(j, values[places[j]], atS);
      for (let s = 0; s < scores.length; s++) scores[s].truth(tick, values[scorePlaces[s]], atS);
      last = tick;
      lastMs = atMs;
    },
    async (share) => {
      options.signal?.throwIfAborted();
      options.onProgress?.(share);
      await options.breathe?.();
    },
  );
  const legs = strides.legs();
  return {
    startMs,
    endMs,
    rate: RATE,
    joints,
    horizonsMs,
    legs,
    symmetry: symmetryOf(legs),
    forecasts: scores.flatMap((score) => score.result() ?? []),
    markers: await markersOf(log, startMs),
    models: await modelsOf(log, startMs),
    overview: overview.result(),
  };
}

/** What is in it, without reading it. */
export function contentsOf(log: LogReader): LogContents {
  const { startMs, endMs } = spanOf(log);
  return {
    seconds: Math.max(1, (endMs - startMs) / 1000),
    joints: log.columns(JOINTS_TOPIC).filter(isAngle),
    horizonsMs: horizonsOf(log),
  };
}

const isAngle = (name: ChannelName): boolean => channelInfo(name)?.kind === 'angle';

export function spanOf(log: LogReader): { startMs: number; endMs: number } {
  return { startMs: log.startMs, endMs: Math.max(log.startMs, log.endMs) };
}

/** Horizons that any leg's forecasts have, ms. */
function horizonsOf(log: LogReader): number[] {
  const found = SIDES.flatMap((side) =>
    log.columns(forecastTopic(side)).flatMap((name) => {
      const [, ms] = /\.mean_(\d+)ms$/.exec(name) ?? [];
      return ms === undefined ? [] : [Number(ms)];
    }),
  );
  return [...new Set(found)].sort((a, b) => a - b);
}

function scoresOf(
  log: LogReader,
  horizonsMs: readonly number[],
  partS: number,
  parts: number,
): ForecastScores[] {
  return SIDES.flatMap((side: Side) => {
    const columns = log.columns(forecastTopic(side));
    const joints = new Set(columns.map((name) => name.split('.')[0]));
    return [...joints].map(
      (joint) => new ForecastScores({ joint, side, columns, horizonsMs, rate: RATE, partS, parts }),
    );
  });
}

async function markersOf(log: LogReader, startMs: number): Promise<ReviewMarker[]> {
  return (await log.notes('marker')).map(({ atMs, value }) => ({
    label: text(value['label']) ?? '',
    atS: (atMs - startMs) / 1000,
    fromDevice: value['fromDevice'] === true,
  }));
}

async function modelsOf(log: LogReader, startMs: number): Promise<ReviewModel[]> {
  return (await log.notes('model')).map(({ atMs, value }) => ({
    atS: (atMs - startMs) / 1000,
    id: text(value['id']),
    executor: text(value['executor']),
    personal: text((value['personal'] as { label?: unknown } | null)?.label),
  }));
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
