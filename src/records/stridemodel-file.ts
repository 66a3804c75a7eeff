import type { LoadedPersonalModel } from './personal-models';
import { RecordsError } from './records-error';
import { sha256 } from './sha256';
import { personalModelShape } from './shapes/personal-model';
import { readRecord } from './shapes/shape';

/**
 * A personal model as one file, `.stridemodel`:
 *
 *     stridemodel 1 <length of all that follows> <sha256 of all that follows>\n
 *     {"record": ...}\n
 *     <the model's bytes>
 *
 * So a changed byte and a missing end are both told, wherever they are. The record goes without the patient.
 */
const MAGIC = 'stridemodel';
const VERSION = 1;
const FIRST_LINE = /^stridemodel (\d{1,6}) (\d{1,12}) ([0-9a-f]{64})$/;
/** The first line is never longer. */
const LONGEST_LINE = 120;
const NEWLINE = 10;
/** Stands where the patient's id was. */
const NOBODY = '-';

type StridemodelProblem = 'not_a_model' | 'newer_version' | 'damaged' | 'cut_short';

export class StridemodelError extends Error {
  readonly code: StridemodelProblem;

  constructor(code: StridemodelProblem) {
    super(code);
    this.name = 'StridemodelError';
    this.code = code;
  }
}

export async function packPersonalModel(model: LoadedPersonalModel): Promise<Uint8Array<ArrayBuffer>> {
  const record = { ...model.record, patientId: NOBODY };
  const body = joined(new TextEncoder().encode(`${JSON.stringify({ record })}\n`), model.bytes);
  const first = `${MAGIC} ${VERSION} ${body.length} ${await sha256(body)}\n`;
  return joined(new TextEncoder().encode(first), body);
}

/** Rejects with StridemodelError. The record's `patientId` is a dash. */
export async function unpackPersonalModel(
  file: Uint8Array,
): Promise<LoadedPersonalModel & { bytes: Uint8Array<ArrayBuffer> }> {
  const line = firstLine(file);
  const match = FIRST_LINE.exec(line);
  if (match === null) throw new StridemodelError(unreadable(line));
  const [version, length, hash] = [Number(match[1]), Number(match[2]), match[3]];
  if (version > VERSION) throw new StridemodelError('newer_version');
  const body = file.slice(line.length + 1);
  if (body.length < length) throw new StridemodelError('cut_short');
  if (body.length > length || (await sha256(body)) !== hash) throw new StridemodelError('damaged');
  const end = body.indexOf(NEWLINE);
  const bytes = body.slice(end + 1);
  try {
    const head = JSON.parse(new TextDecoder().decode(body.subarray(0, Math.max(0, end)))) as {
      record?: unknown;
    };
    const record = readRecord(personalModelShape, head.record);
    if (record.size !== bytes.length || record.sha256 !== (await sha256(bytes)))
      throw new RecordsError('damaged');
    return { record, bytes };
  } catch (error) {
    const newer = error instanceof RecordsError && error.code === 'newer_version';
    throw new StridemodelError(newer ? 'newer_version' : 'damaged');
  }
}

/** Up to its end, which may be missing. */
function firstLine(file: Uint8Array): string {
  const start = file.subarray(0, LONGEST_LINE);
  const end = start.indexOf(NEWLINE);
  return new TextDecoder('latin1').decode(end < 0 ? start : start.subarray(0, end));
}

/** A file that ends within the first line may still be told from one that never was a model. */
function unreadable(line: string): StridemodelProblem {
  if (!line.startsWith(`${MAGIC} `))
    return MAGIC.startsWith(line) && line !== '' ? 'cut_short' : 'not_a_model';
  const version = /^stridemodel (\d{1,6}) /.exec(line);
  if (version && Number(version[1]) > VERSION) return 'newer_version';
  return /^stridemodel \d*( \d*( [0-9a-f]{0,63})?)?$/.test(line) ? 'cut_short' : 'damaged';
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
