import type { ChannelName } from '../../gait/channels';
import { SIDES } from '../../gait/channels';
import type { LogReader } from '../log/log-reader';
import { forecastTopic, JOINTS_TOPIC } from '../log/topics';
import { spanOf } from './read-review';

/** A log is looked at in blocks of so many seconds, each of so many ticks. */
export const BLOCK_S = 10;
export const BLOCK_TICKS = 1000;
const TICK_MS = (BLOCK_S * 1000) / BLOCK_TICKS;

export interface BlockRequest {
  readonly joint: ChannelName;
  /** How long before each moment its forecast was made. */
  readonly ms: number;
  /** Block n begins n x BLOCK_S after the start of the session. */
  readonly index: number;
}

/** One joint, tick by tick: as measured, and as forecast `ms` before with the 90 % interval. NaN where there is none. */
export interface Block {
  readonly measured: Float32Array;
  readonly mean: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** Reads what is needed of the log, and no more. */
export async function readBlock(log: LogReader, { joint, ms, index }: BlockRequest): Promise<Block> {
  const fromMs = spanOf(log).startMs + index * BLOCK_S * 1000;
  const toMs = fromMs + BLOCK_S * 1000;
  const row = (): Float32Array => new Float32Array(BLOCK_TICKS).fill(Number.NaN);
  const block = { measured: row(), mean: row(), low: row(), high: row() };
  const put = (into: Float32Array, atMs: number, value: number): void => {
    const tick = Math.round((atMs - fromMs) / TICK_MS);
    if (tick >= 0 && tick < BLOCK_TICKS) into[tick] = value;
  };
  // Ticks stand anywhere within theirs: one more on both sides, so that none falls between two blocks.
  const [begin, end] = [Math.max(TICK_MS, fromMs) - TICK_MS, toMs + TICK_MS];
  const place = log.columns(JOINTS_TOPIC).indexOf(joint);
  for await (const { atMs, values } of log.rows([JOINTS_TOPIC], begin, end))
    if (place >= 0) put(block.measured, atMs, values[place]);
  for (const side of SIDES) {
    const topic = forecastTopic(side);
    const columns = log.columns(topic);
    const [mean, low, high] = ['mean', 'low', 'high'].map((b) => columns.indexOf(`${joint}.${b}_${ms}ms`));
    if (mean < 0) continue;
    for await (const { atMs, values } of log.rows([topic], Math.max(0, begin - ms), end - ms)) {
      put(block.mean, atMs + ms, values[mean]);
      put(block.low, atMs + ms, values[low]);
      put(block.high, atMs + ms, values[high]);
    }
  }
  return block;
}
