import { McapStreamReader } from '@mcap/core';
import type { LogFile } from './log-file';
import { WIRE_TOPIC } from './topics';

const BLOCK = 2 ** 20;

/**
 * The wire bytes in a log that is still being written, from its beginning to what was its end at the call. `pause` is
 * awaited after each MiB, so that writing goes on in between. Throws where the file does not make sense or was closed.
 */
export async function wireSoFar(file: LogFile, pause: () => Promise<void>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new McapStreamReader();
  const chunks: Uint8Array[] = [];
  const end = file.getSize();
  let wire = -1;
  for (let at = 0; at < end; ) {
    const block = new Uint8Array(Math.min(BLOCK, end - at));
    const got = file.read(block, { at });
    if (got === 0) break;
    at += got;
    reader.append(block.subarray(0, got));
    for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
      if (record.type === 'Channel' && record.topic === WIRE_TOPIC) wire = record.id;
      else if (record.type === 'Message' && record.channelId === wire) chunks.push(bytesField(record.data));
    }
    await pause();
  }
  const bytes = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Field 1, bytes, of a message that has no other. */
function bytesField(message: Uint8Array): Uint8Array {
  let at = 1;
  while (message[at] > 127) at++;
  return message.slice(at + 1);
}
