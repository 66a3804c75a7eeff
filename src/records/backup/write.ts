import type { Database } from '../database/database';
import { RecordsError, toRecordsError } from '../records-error';
import { BackupError } from './backup-error';
import { collect, modelBytes } from './collect';
import { manifestOf } from './contents';
import { encodeHead, type EntryHead } from './entries';
import { encodeHeader, fileBytesOf, ITERATIONS } from './header';
import { deriveKeys, isTooShort } from './keys';
import { Sealer } from './sealed';
import type { Shelf } from './shelf';

/** Bytes done, and of how many. */
export type OnProgress = (done: number, total: number) => void;

const CHUNK_BYTES = 2 ** 20;

interface Piece {
  readonly head: Uint8Array<ArrayBuffer>;
  readonly size: number;
  /** The bytes after the head, in pieces. */
  readonly body?: () => AsyncIterable<Uint8Array>;
}

interface WriteOptions {
  readonly database: Database;
  readonly shelf: Shelf;
  readonly passphrase: string;
  /** Closed when all is in it, aborted when something fails. */
  readonly sink: WritableStream<Uint8Array<ArrayBuffer>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Writes all that is kept here as one sealed file. Rejects with BackupError or RecordsError, and the sink is aborted then. */
export async function writeBackup(options: WriteOptions): Promise<void> {
  const writer = options.sink.getWriter();
  try {
    await writeTo(writer, options);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw codedError(error);
  }
}

async function writeTo(
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  { database, shelf, passphrase, signal, onProgress }: WriteOptions,
): Promise<void> {
  if (isTooShort(passphrase)) throw new BackupError('weak_passphrase');
  const pieces = await piecesOf(database, shelf);
  const contentBytes = pieces.reduce((n, { head, size }) => n + head.length + size, 0);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const keys = await deriveKeys(passphrase, { salt, iterations: ITERATIONS.fewest });
  const header = {
    iterations: ITERATIONS.fewest,
    chunkBytes: CHUNK_BYTES,
    contentBytes,
    salt,
    check: keys.check,
  };
  const headerBytes = await encodeHeader(header);
  const total = fileBytesOf(header);
  let done = 0;
  const put = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    if (signal?.aborted) throw new BackupError('cancelled');
    await writer.ready;
    await writer.write(bytes);
    done += bytes.length;
    onProgress?.(done, total);
  };
  await put(headerBytes);
  const sealer = new Sealer({ key: keys.content, headerBytes, header }, put);
  for (const { head, body } of pieces) {
    await sealer.write(head);
    if (body) for await (const part of body()) await sealer.write(part);
  }
  await sealer.end();
}

async function piecesOf(database: Database, shelf: Shelf): Promise<Piece[]> {
  const contents = await collect(database, shelf);
  const plain = (head: EntryHead & Record<string, unknown>): Piece => ({ head: encodeHead(head), size: 0 });
  const { patients, choices, models, sessions, logs, protocol } = contents;
  return [
    plain(manifestOf(contents, new Date().toISOString())),
    ...(protocol === null ? [] : [plain({ kind: 'protocol', value: protocol })]),
    ...patients.map((value) => plain({ kind: 'patient', value })),
    ...models.map((value) => ({
      head: encodeHead({ kind: 'model', size: value.size, value } as EntryHead),
      size: value.size,
      async *body() {
        yield await modelBytes(database, value.id);
      },
    })),
    ...choices.map((value) => plain({ kind: 'choice', value })),
    ...sessions.map(({ row, details }) => plain({ kind: 'session', row, details })),
    ...[...logs].map(([name, size]) => ({
      head: encodeHead({ kind: 'log', size, name } as EntryHead),
      size,
      body: () => piecesOfBlob(shelf, name),
    })),
    plain({ kind: 'end' }),
  ];
}

async function* piecesOfBlob(shelf: Shelf, name: string): AsyncGenerator<Uint8Array> {
  const log = await shelf.read(name);
  for (let at = 0; at < log.size; at += CHUNK_BYTES)
    yield new Uint8Array(await log.slice(at, at + CHUNK_BYTES).arrayBuffer());
}

/** What was deleted or rewritten meanwhile makes the backup a lie: it is made again. */
function codedError(error: unknown): Error {
  if (error instanceof BackupError) return error;
  if (error instanceof DOMException && error.name === 'NotReadableError') return new BackupError('changed');
  const records = toRecordsError(error);
  return records instanceof RecordsError && records.code === 'not_found'
    ? new BackupError('changed')
    : records;
}
