import type { LogReader } from '../log/log-reader';
import { forecastTopic, JOINTS_TOPIC } from '../log/topics';
import { TickTime } from './tick-time';

interface Marker {
  readonly label: string;
  /** Latest tick then; -1 before the first. */
  readonly tick: number;
  readonly atMs: number;
}

/** One tick of the model rate. */
interface TableRow {
  readonly tick: number;
  /** s since the first row, on the clock of the device. */
  readonly seconds: number;
  /** [channels], calibrated; NaN where nothing was measured. */
  readonly measured: Float32Array;
  /** [forecasts] made at this tick; NaN where there is none. */
  readonly forecast: Float32Array;
  readonly markers: readonly string[];
}

/** A session as one table at model rate. */
export interface SessionTable {
  readonly channels: readonly string[];
  /** `knee_angle_r.mean_100ms`: what was forecast at a tick for 100 ms later. */
  readonly forecasts: readonly string[];
  /** Ascending in time. To be read once at a time; `onShare`: how far it is, 0-1. */
  rows(onShare?: (share: number) => void): AsyncGenerator<TableRow>;
}

interface OpenRow {
  readonly tick: number;
  readonly atMs: number;
  readonly measured: Float32Array;
  readonly forecast: Float32Array;
  isMeasured: boolean;
}

/** A forecast may be written some ticks after its tick. */
const OPEN_ROWS = 50;
/** Ticks stand on the device's clock and marks on ours: they differ by less than this. */
const CLOCKS_MS = 1500;
const SHARE_EVERY = 2000;

const FORECASTS = [forecastTopic('r'), forecastTopic('l')];

export async function sessionTable(log: LogReader): Promise<SessionTable> {
  const channels = log.columns(JOINTS_TOPIC);
  const starts = new Map<string, number>();
  const forecasts: string[] = [];
  for (const topic of FORECASTS) {
    starts.set(topic, forecasts.length);
    forecasts.push(...log.columns(topic));
  }
  const markers: Marker[] = (await log.notes('marker')).map(({ atMs, tick, value }) => ({
    label: typeof value['label'] === 'string' ? value['label'] : '',
    tick,
    atMs,
  }));
  return { channels, forecasts, rows: (onShare) => rowsOf(onShare) };

  async function* rowsOf(onShare: (share: number) => void = () => undefined): AsyncGenerator<TableRow> {
    const open: OpenRow[] = [];
    const pending = [...markers];
    const length = Math.max(1, log.endMs - log.startMs);
    const time = new TickTime();
    let seen = 0;
    const close = (row: OpenRow): TableRow => {
      let due = 0;
      while (due < pending.length && isDue(pending[due], row)) due++;
      const labels = pending.splice(0, due).map((m) => m.label);
      const { tick, atMs, measured, forecast } = row;
      return { tick, seconds: time.secondsOf(tick, atMs), measured, forecast, markers: labels };
    };
    for await (const { topic, tick, atMs, values } of log.rows([JOINTS_TOPIC, ...FORECASTS])) {
      let row = open.findLast((r) => r.tick === tick);
      if (row === undefined || (topic === JOINTS_TOPIC && row.isMeasured)) {
        const measured = new Float32Array(channels.length).fill(Number.NaN);
        const forecast = new Float32Array(forecasts.length).fill(Number.NaN);
        row = { tick, atMs, measured, forecast, isMeasured: false };
        open.push(row);
      }
      const start = starts.get(topic);
      if (start === undefined) {
        row.measured.set(values);
        row.isMeasured = true;
      } else row.forecast.set(values, start);
      if (open.length > OPEN_ROWS) yield close(open.shift()!);
      if (++seen % SHARE_EVERY === 0) onShare((atMs - log.startMs) / length);
    }
    // A mark after the last tick belongs to it.
    for (const row of open.splice(0, open.length - 1)) yield close(row);
    const [last] = open;
    if (last === undefined) return;
    const row = close(last);
    yield { ...row, markers: [...row.markers, ...pending.map((m) => m.label)] };
  }
}

const isDue = (marker: Marker, { tick, atMs }: OpenRow): boolean =>
  atMs >= marker.atMs + CLOCKS_MS || (tick >= marker.tick && atMs > marker.atMs - CLOCKS_MS);
