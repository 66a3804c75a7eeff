import { type Channel, McapChunkBuilder, McapRecordBuilder, McapStreamReader, Opcode } from '@mcap/core';
import { RecordsError, toRecordsError } from '../../records-error';
import type { LogFile } from '../log-file';
import { writeChunk } from './chunk-writer';
import { type Scan, scanLog } from './scan';

export interface FinishedLog {
  /** Nothing of it can be used. */
  readonly empty: boolean;
  /** It had its end already; nothing was written. */
  readonly wasFinished: boolean;
  /** Bytes behind the last whole record that had to go. */
  readonly lostBytes: number;
  readonly bytes: number;
  /** ns since the epoch. */
  readonly startTime: bigint;
  readonly endTime: bigint;
  /** Messages by topic. */
  readonly messages: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * Gives a log its summary and its end, from what is in the file: the usual end of a session, and the recovery of one that
 * was cut off (`verify`: also the CRC of every chunk). What is not whole goes; whole messages in a chunk that is cut stay.
 */
export function finishLog(file: LogFile, { verify }: { verify: boolean }): FinishedLog {
  let { scan, indexes, metadata } = survey(file, verify);
  const { lostBytes } = scan;
  if (scan.finished || scan.empty) return report(scan, metadata, file.getSize(), 0);
  if (scan.salvage !== null) {
    writeEnd(file, chunkOf(scan.salvage.messages, scan.channels), scan.dataEnd);
    ({ scan, indexes, metadata } = survey(file, verify));
  }
  writeEnd(file, summaryOf(scan, indexes), scan.dataEnd);
  file.flush();
  return report(scan, metadata, file.getSize(), lostBytes);
}

/** The file ends with `bytes` at `at`. Throws RecordsError `full`; it can be tried again later. */
function writeEnd(file: LogFile, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  try {
    if (file.write(bytes, { at }) < bytes.length) throw new RecordsError('full');
    file.truncate(at + bytes.length);
  } catch (error) {
    throw toRecordsError(error);
  }
}

interface Survey {
  scan: Scan;
  indexes: Indexes;
  metadata: Map<string, ReadonlyMap<string, string>>;
}

/** Records of the summary that grow with the file, as bytes. */
interface Indexes {
  readonly chunks: McapRecordBuilder;
  readonly attachments: McapRecordBuilder;
  readonly metadata: McapRecordBuilder;
  attachmentCount: number;
  metadataCount: number;
}

function survey(file: LogFile, verify: boolean): Survey {
  const metadata = new Map<string, ReadonlyMap<string, string>>();
  const indexes: Indexes = {
    chunks: new McapRecordBuilder(),
    attachments: new McapRecordBuilder(),
    metadata: new McapRecordBuilder(),
    attachmentCount: 0,
    metadataCount: 0,
  };
  const scan = scanLog(file, verify, {
    chunk(chunk) {
      const { at, length, startTime, endTime, size, indexLength } = chunk;
      indexes.chunks.writeChunkIndex({
        messageStartTime: startTime,
        messageEndTime: endTime,
        chunkStartOffset: BigInt(at),
        chunkLength: BigInt(length),
        messageIndexOffsets: new Map(
          [...chunk.indexes].map(([channel, offset]) => [channel, BigInt(offset)]),
        ),
        messageIndexLength: BigInt(indexLength),
        compression: '',
        compressedSize: BigInt(size),
        uncompressedSize: BigInt(size),
      });
    },
    metadata(name, values, at, length) {
      metadata.set(name, values);
      indexes.metadataCount++;
      indexes.metadata.writeMetadataIndex({ name, offset: BigInt(at), length: BigInt(length) });
    },
    attachment({ name, mediaType, time, size, at, length }) {
      indexes.attachmentCount++;
      indexes.attachments.writeAttachmentIndex({
        name,
        mediaType,
        logTime: time,
        createTime: time,
        dataSize: BigInt(size),
        offset: BigInt(at),
        length: BigInt(length),
      });
    },
  });
  return { scan, indexes, metadata };
}

/** A chunk with these messages, and its indexes. */
function chunkOf(
  messages: Uint8Array<ArrayBuffer>,
  channels: ReadonlyMap<number, Channel>,
): Uint8Array<ArrayBuffer> {
  const known = new McapRecordBuilder();
  for (const channel of channels.values()) known.writeChannel(channel);
  const reader = new McapStreamReader({ noMagicPrefix: true });
  reader.append(known.buffer);
  for (let i = 0; i < channels.size; i++) reader.nextRecord();
  reader.append(messages);
  const chunk = new McapChunkBuilder({});
  for (let record = reader.nextRecord(); record; record = reader.nextRecord()) {
    if (record.type === 'Schema') chunk.addSchema(record);
    else if (record.type === 'Channel') chunk.addChannel(record);
    else if (record.type === 'Message') chunk.addMessage(record);
  }
  const out = new McapRecordBuilder();
  writeChunk(out, chunk);
  return out.buffer.slice();
}

/** From the end of the data to the end of the file: https://mcap.dev/spec#summary-section */
function summaryOf(scan: Scan, indexes: Indexes): Uint8Array<ArrayBuffer> {
  const out = new McapRecordBuilder();
  out.writeDataEnd({ dataSectionCrc: 0 });
  const start = out.length;
  const at = (offset: number): bigint => BigInt(scan.dataEnd + offset);
  const groups: { opcode: Opcode; from: number; to: number }[] = [];
  const parts: Uint8Array[] = [];
  let length = start;
  const group = (opcode: Opcode, write: (to: McapRecordBuilder) => void): void => {
    const part = new McapRecordBuilder();
    write(part);
    parts.push(part.buffer);
    if (part.length > 0) groups.push({ opcode, from: length, to: length + part.length });
    length += part.length;
  };
  const ready = (opcode: Opcode, bytes: McapRecordBuilder): void => {
    parts.push(bytes.buffer);
    if (bytes.length > 0) groups.push({ opcode, from: length, to: length + bytes.length });
    length += bytes.length;
  };
  group(Opcode.SCHEMA, (to) => scan.schemas.forEach((schema) => to.writeSchema(schema)));
  group(Opcode.CHANNEL, (to) => scan.channels.forEach((channel) => to.writeChannel(channel)));
  group(Opcode.STATISTICS, (to) => to.writeStatistics(statisticsOf(scan, indexes)));
  ready(Opcode.METADATA_INDEX, indexes.metadata);
  ready(Opcode.ATTACHMENT_INDEX, indexes.attachments);
  ready(Opcode.CHUNK_INDEX, indexes.chunks);

  const end = new McapRecordBuilder();
  for (const { opcode, from, to } of groups)
    end.writeSummaryOffset({ groupOpcode: opcode, groupStart: at(from), groupLength: BigInt(to - from) });
  end.writeFooter({ summaryStart: at(start), summaryOffsetStart: at(length), summaryCrc: 0 });
  end.writeMagic();
  return joined([out.buffer, ...parts, end.buffer]);
}

function statisticsOf(scan: Scan, { attachmentCount, metadataCount }: Indexes) {
  const counts = new Map([...scan.counts].map(([channel, n]) => [channel, BigInt(n)]));
  return {
    messageCount: [...counts.values()].reduce((sum, n) => sum + n, 0n),
    schemaCount: scan.schemas.size,
    channelCount: scan.channels.size,
    attachmentCount,
    metadataCount,
    chunkCount: scan.chunks,
    messageStartTime: scan.startTime,
    messageEndTime: scan.endTime,
    channelMessageCounts: counts,
  };
}

function report(scan: Scan, metadata: Survey['metadata'], bytes: number, lostBytes: number): FinishedLog {
  const messages = new Map<string, number>();
  for (const [id, n] of scan.counts) {
    const topic = scan.channels.get(id)!.topic;
    messages.set(topic, (messages.get(topic) ?? 0) + n);
  }
  const { empty, finished: wasFinished, startTime, endTime } = scan;
  return { empty, wasFinished, lostBytes, bytes, startTime, endTime, messages, metadata };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
