import type { z } from '../../gait/schema';
import { RecordsError } from '../records-error';
import { sha256 } from '../sha256';
import { patientShape } from '../shapes/patient';
import { personalModelShape } from '../shapes/personal-model';
import { protocolShape } from '../shapes/protocol';
import { sessionDetailsShape, sessionShape } from '../shapes/session';
import { readRecord } from '../shapes/shape';
import { BackupError } from './backup-error';
import { choiceSchema, type ClinicContents, manifestOf, type Manifest, manifestSchema } from './contents';
import { allOf, readEntries } from './entries';
import { decodeHeader, HEADER_BYTES } from './header';
import { deriveKeys } from './keys';
import { openSealed } from './sealed';
import type { OnProgress } from './write';

/** No personal model is longer. */
const LONGEST_MODEL = 2 ** 28;

/** A backup of which every byte has been looked at. */
export interface CheckedBackup {
  readonly manifest: Manifest;
  readonly contents: ClinicContents;
  /** Size of the file. */
  readonly fileBytes: number;
  /** The content again, from its start. */
  readonly content: () => AsyncGenerator<Uint8Array>;
}

interface CheckOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Reads a backup from front to back and writes nothing. Rejects with BackupError. */
export async function checkBackup(
  file: Blob,
  passphrase: string,
  { signal, onProgress }: CheckOptions = {},
): Promise<CheckedBackup> {
  const headerBytes = await bytesOf(file.slice(0, HEADER_BYTES));
  const header = await decodeHeader(headerBytes, file.size);
  const keys = await deriveKeys(passphrase, header);
  if (keys.check.some((byte, i) => byte !== header.check[i])) throw new BackupError('wrong_passphrase');
  const content = () => openSealed(file, { key: keys.content, headerBytes, header });
  let done = 0;
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of content()) {
      if (signal?.aborted) throw new BackupError('cancelled');
      yield chunk;
      done += chunk.length;
      onProgress?.(done, header.contentBytes);
    }
  }
  try {
    return { ...(await readContents(watched())), fileBytes: file.size, content };
  } catch (error) {
    // Records of a newer version may be in a file of this one.
    if (error instanceof RecordsError)
      throw new BackupError(error.code === 'newer_version' ? 'newer_version' : 'damaged', error.message);
    throw error;
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    // Moved or deleted since it was chosen.
    throw new BackupError('cut_short', 'the file is not there any more');
  }
}

async function readContents(
  content: AsyncIterable<Uint8Array>,
): Promise<Pick<CheckedBackup, 'manifest' | 'contents'>> {
  const found = {
    patients: [] as ClinicContents['patients'][number][],
    choices: [] as ClinicContents['choices'][number][],
    models: [] as ClinicContents['models'][number][],
    sessions: [] as ClinicContents['sessions'][number][],
    logs: new Map<string, number>(),
    protocol: null as ClinicContents['protocol'],
  };
  let manifest: Manifest | null = null;
  let ended = false;
  for await (const entry of readEntries(content)) {
    const { head, size } = entry;
    if (ended || (manifest === null) !== (head.kind === 'manifest'))
      throw new BackupError('damaged', 'order');
    switch (head.kind) {
      case 'manifest':
        manifest = parse(manifestSchema, head);
        break;
      case 'protocol':
        found.protocol = readRecord(protocolShape, head['value']);
        break;
      case 'patient':
        found.patients.push(readRecord(patientShape, head['value']));
        break;
      case 'choice':
        found.choices.push(parse(choiceSchema, head['value']));
        break;
      case 'model': {
        const record = readRecord(personalModelShape, head['value']);
        if (
          size > LONGEST_MODEL ||
          size !== record.size ||
          (await sha256(await allOf(entry))) !== record.sha256
        )
          throw new BackupError('damaged', 'model');
        found.models.push(record);
        break;
      }
      case 'session':
        found.sessions.push({
          row: readRecord(sessionShape, head['row']),
          details: head['details'] === null ? null : readRecord(sessionDetailsShape, head['details']),
        });
        break;
      case 'log':
        if (typeof head['name'] !== 'string' || found.logs.has(head['name']))
          throw new BackupError('damaged', 'log');
        found.logs.set(head['name'], size);
        break;
      case 'end':
        ended = true;
        break;
      default:
        throw new BackupError('damaged', head.kind);
    }
  }
  if (manifest === null || !ended) throw new BackupError('damaged', 'end');
  if (!holdsTogether(found, manifest)) throw new BackupError('damaged', 'contents');
  return { manifest, contents: found };
}

/** As many of each as was said, none twice, and nothing that belongs to something which is not there. */
function holdsTogether(contents: ClinicContents, manifest: Manifest): boolean {
  const { patients, choices, models, sessions, logs } = contents;
  if (JSON.stringify(manifestOf(contents, manifest.createdAt)) !== JSON.stringify(manifest)) return false;
  const patientIds = new Set(patients.map((p) => p.id));
  const modelIds = new Set(models.map((m) => m.id));
  const files = sessions.flatMap(({ row }) => row.logFile ?? []);
  return (
    patientIds.size === patients.length &&
    modelIds.size === models.length &&
    new Set(sessions.map(({ row }) => row.id)).size === sessions.length &&
    models.every((m) => patientIds.has(m.patientId)) &&
    choices.every(
      (c) => patientIds.has(c.patientId) && (c.personalId === null || modelIds.has(c.personalId)),
    ) &&
    sessions.every(
      ({ row, details }) => row.state !== 'recording' && (details === null || details.id === row.id),
    ) &&
    sessions.every(({ row }) => row.patientId === null || patientIds.has(row.patientId)) &&
    files.length === logs.size &&
    files.every((name) => logs.has(name))
  );
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new BackupError('damaged', parsed.error.issues[0]?.path.join('.'));
  return parsed.data;
}
