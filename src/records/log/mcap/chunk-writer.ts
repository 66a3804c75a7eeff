import { type Channel, McapChunkBuilder, McapRecordBuilder, type Schema } from '@mcap/core';
import crc32 from 'crc/calculators/crc32';
import { RecordsError, toRecordsError } from '../../records-error';
import type { LogFile } from '../log-file';

const PROFILE = 'stridecast';
const LIBRARY = 'stridecast session log 1';

interface NewChannel {
  readonly topic: string;
  readonly messageEncoding: 'json' | 'protobuf';
  readonly schema: Omit<Schema, 'id'>;
}

/**
 * Appends to an MCAP file, synchronously: messages gather in a chunk that the caller closes in time, and a closed chunk
 * is in the file. No summary is kept in memory, however long the session: it is made from the file at the end
 * (`finishLog`), and after a crash in the same way. Format: https://mcap.dev/spec
 */
export class ChunkWriter {
  readonly #file: LogFile;
  readonly #chunk = new McapChunkBuilder({});
  readonly #records = new McapRecordBuilder();
  #position = 0;
  #schemas = 0;
  #channels = 0;
  readonly #unwritten = new Map<number, { schema: Schema; channel: Channel }>();

  /** The file is empty. */
  constructor(file: LogFile) {
    this.#file = file;
    this.#records.writeMagic();
    this.#records.writeHeader({ profile: PROFILE, library: LIBRARY });
    this.#flushRecords();
  }

  /** Bytes in the file. */
  get position(): number {
    return this.#position;
  }

  addChannel({ topic, messageEncoding, schema }: NewChannel): number {
    const schemaId = ++this.#schemas;
    const id = this.#channels++;
    this.#unwritten.set(id, {
      schema: { ...schema, id: schemaId },
      channel: { id, schemaId, topic, messageEncoding, metadata: new Map() },
    });
    return id;
  }

  /** Times in ns since the epoch. */
  message(channelId: number, sequence: number, logTime: bigint, publishTime: bigint, data: Uint8Array): void {
    const fresh = this.#unwritten.get(channelId);
    if (fresh) {
      this.#chunk.addSchema(fresh.schema);
      this.#chunk.addChannel(fresh.channel);
      this.#unwritten.delete(channelId);
    }
    this.#chunk.addMessage({ channelId, sequence, logTime, publishTime, data });
  }

  /** Puts what has gathered into the file. Throws RecordsError `full`; the file then ends with the chunk before. */
  closeChunk(): void {
    if (this.#chunk.numMessages === 0) return;
    writeChunk(this.#records, this.#chunk);
    this.#chunk.reset();
    this.#flushRecords();
  }

  metadata(name: string, values: Readonly<Record<string, string>>): void {
    this.closeChunk();
    this.#records.writeMetadata({ name, metadata: new Map(Object.entries(values)) });
    this.#flushRecords();
  }

  attachment(name: string, mediaType: string, time: bigint, data: Uint8Array): void {
    this.closeChunk();
    this.#records.writeAttachment({ name, mediaType, logTime: time, createTime: time, data });
    this.#flushRecords();
  }

  #flushRecords(): void {
    const bytes = this.#records.buffer.slice();
    this.#records.reset();
    let written = 0;
    try {
      written = this.#file.write(bytes, { at: this.#position });
      if (written < bytes.length) throw new RecordsError('full');
      this.#position += written;
    } catch (error) {
      this.#file.truncate(this.#position);
      throw toRecordsError(error);
    }
  }
}

/** Chunk and message indexes, uncompressed. */
export function writeChunk(to: McapRecordBuilder, chunk: McapChunkBuilder): void {
  const records = chunk.buffer;
  to.writeChunk({
    messageStartTime: chunk.messageStartTime,
    messageEndTime: chunk.messageEndTime,
    uncompressedSize: BigInt(records.length),
    uncompressedCrc: crc32(records) >>> 0,
    compression: '',
    records,
  });
  for (const index of chunk.indices) if (index.records.length > 0) to.writeMessageIndex(index);
}
