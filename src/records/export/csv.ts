import { BlobSink } from './blob-sink';
import { csvText, numberFormat, unitOf } from './cells';
import type { SessionTable } from './session-table';

/** Tells spreadsheets that this is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Everything at model rate as one table, RFC 4180: time, tick, channels, what was forecast at the tick (mean and 90 % interval
 * by horizon), marks. Units stand in the header; an empty cell is a value that is not there.
 */
export async function csvOf(table: SessionTable, onShare?: (share: number) => void): Promise<Blob> {
  const { channels, forecasts } = table;
  const sink = new BlobSink();
  const header = [
    'time [s]',
    'tick',
    ...channels.map((name) => `${name} [${unitOf(name)}]`),
    ...forecasts.map((name) => `${columnOf(name)} [${unitOf(jointOf(name))}]`),
    'marker',
  ];
  sink.write(`${BYTE_ORDER_MARK}${header.map(csvText).join(',')}\r\n`);
  const measuredText = channels.map((name) => numberFormat(name, ''));
  const forecastText = forecasts.map((name) => numberFormat(jointOf(name), ''));
  for await (const { seconds, tick, measured, forecast, markers } of table.rows(onShare)) {
    let line = `${seconds.toFixed(3)},${tick}`;
    for (let i = 0; i < measured.length; i++) line += `,${measuredText[i](measured[i])}`;
    for (let i = 0; i < forecast.length; i++) line += `,${forecastText[i](forecast[i])}`;
    sink.write(`${line},${csvText(markers.join('; '))}\r\n`);
  }
  return sink.blob();
}

/** `knee_angle_r.mean_100ms` as a name without a dot. */
const columnOf = (forecast: string): string => forecast.replace('.', '_forecast_');

const jointOf = (forecast: string): string => forecast.slice(0, forecast.indexOf('.'));
