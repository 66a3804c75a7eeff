import { BlobSink } from './blob-sink';
import { isAngle, numberFormat } from './cells';
import type { SessionTable } from './session-table';

/** OpenSim reads a value that is not there by this name. */
const MISSING = 'NaN';

/**
 * The angles of the joints as a motion of OpenSim: one column a coordinate, by OpenSim's names, flexion positive (as in the model
 * Rajagopal 2016; gait2392 counts knee flexion as negative). `name` stands in the first line.
 * Format: OpenSim's documentation, "Motion (.mot) Files".
 */
export async function motionOf(
  table: SessionTable,
  name: string,
  onShare?: (share: number) => void,
): Promise<Blob> {
  const places = table.channels.flatMap((channel, i) => (isAngle(channel) ? [i] : []));
  const names = places.map((i) => table.channels[i]);
  const formats = names.map((channel) => numberFormat(channel, MISSING));
  const body = new BlobSink();
  let rows = 0;
  for await (const { seconds, measured } of table.rows(onShare)) {
    let line = seconds.toFixed(4);
    for (let i = 0; i < places.length; i++) line += `\t${formats[i](measured[places[i]])}`;
    body.write(`${line}\n`);
    rows++;
  }
  const header = [
    name.replace(/[\r\n]+/gu, ' '),
    'version=1',
    `nRows=${rows}`,
    `nColumns=${places.length + 1}`,
    'inDegrees=yes',
    'endheader',
    ['time', ...names].join('\t'),
    '',
  ];
  return new Blob([header.join('\n'), body.blob()]);
}
