import { channelInfo, type ChannelName, type Side, SIDES } from '../../gait/channels';
import type { LogReader, Note } from '../log/log-reader';
import { TICK_RATE } from '../log/tick-rate';
import { forecastTopic, JOINTS_TOPIC } from '../log/topics';
import { reviewBlocks } from './blocks';
import { ForecastScores } from './forecast-scores';
import { reviewGoals } from './goals';
import { readGoals } from './logged-goals';
import { orderOf, type Span } from './order';
import { OverviewParts } from './overview';
import type { LogContents } from './protocol';
import type { ReviewMarker, ReviewModel, SessionReview } from './review';
import { StrideReview } from './strides';
import { symmetryOf } from './symmetry';

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
  const markerNotes = await log.notes('marker');
  const order = orderOf(markerNotes, startMs, endMs);
  const scores = scoresOf(log, horizonsMs, { partS: seconds / parts, parts, blocks: order?.spans ?? [] });
  const scorePlaces = scores.map((s) => channels.indexOf(s.joint));
  const strides = new StrideReview(channels, TICK_RATE);
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
      const missing = Number.isNaN(lastMs) ? 0 : Math.round(((atMs - lastMs) * TICK_RATE) / 1000) - 1;
      const atS = (atMs - startMs) / 1000;
      strides.tick(values, tick === last + 1 ? 0 : missing, atS);
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
  const timed = strides.timed();
  const goals = readGoals(await log.notes('event'), startMs);
  return {
    startMs,
    endMs,
    rate: TICK_RATE,
    joints,
    horizonsMs,
    legs,
    symmetry: symmetryOf(legs),
    forecasts: scores.flatMap((score) => score.result() ?? []),
    markers: markersOf(markerNotes, startMs),
    order: order && {
      blocks: reviewBlocks(order.spans, { timed, steps: goals.steps, scores }),
      end: order.end,
    },
    goals: reviewGoals(goals, timed),
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
  over: { readonly partS: number; readonly parts: number; readonly blocks: readonly Span[] },
): ForecastScores[] {
  return SIDES.flatMap((side: Side) => {
    const columns = log.columns(forecastTopic(side));
    const joints = new Set(columns.map((name) => name.split('.')[0]));
    return [...joints].map(
      (joint) => new ForecastScores({ joint, side, columns, horizonsMs, rate: TICK_RATE, ...over }),
    );
  });
}

function markersOf(notes: readonly Note[], startMs: number): ReviewMarker[] {
  return notes.map(({ atMs, value }) => ({
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
