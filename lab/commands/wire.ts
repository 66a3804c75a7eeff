import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readUci } from '../data/uci';
import { figure, note, printFigures } from '../figures';
import { uciToWire } from '../wire/uci-to-wire';

const USAGE =
  'wire --recording FILE(.txt|.txt.gz) --out FILE.stridelink [--seconds N] [--pad-to CHANNELS] [--json]';

/** Writes a recording of the UCI layout as the Stridelink bytes that a device would have sent. */
export function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      recording: { type: 'string' },
      out: { type: 'string' },
      seconds: { type: 'string' },
      'pad-to': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.recording === undefined || values.out === undefined) throw new Error(USAGE);
  const recording = readUci(values.recording);
  const wire = uciToWire(recording, {
    seconds: positive('--seconds', values.seconds),
    padTo: positive('--pad-to', values['pad-to']),
  });
  writeFileSync(values.out, wire.bytes);
  note(`${values.out}: ${recording.person} ${recording.task}, ${wire.seconds} s`);
  printFigures(
    [
      figure('wire.seconds', wire.seconds, 's'),
      figure('wire.bytes', wire.bytes.length, 'B'),
      figure('wire.frames', wire.frames.length, ''),
      figure('wire.bytes_per_second', wire.bytes.length / wire.seconds, 'B/s'),
    ],
    { device: wire.device, out: values.out },
    values.json,
  );
  return Promise.resolve();
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name}: not a number above 0: ${text}`);
  return value;
}
