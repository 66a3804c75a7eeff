import { McapIndexedReader, McapStreamReader } from '@mcap/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryFile } from '../testing/memory-file';
import { ChunkWriter } from './chunk-writer';
import { finishLog } from './finish';

const JSON_SCHEMA = {
  name: 'note',
  encoding: 'jsonschema',
  data: new TextEncoder().encode('{"type":"object"}'),
};

interface Written {
  file: MemoryFile;
  /** Size of the file when so many messages were in it for good. */
  sizes: { size: number; messages: number }[];
}

/** Three chunks with two channels, one of which comes late; metadata and an attachment between them. */
function smallLog(): Written {
  const file = new MemoryFile();
  const writer = new ChunkWriter(file);
  const sizes: Written['sizes'] = [];
  let messages = 0;
  writer.metadata('session', { id: 'abc' });
  const say = (channel: number, count: number) => {
    for (let i = 0; i < count; i++) {
      const text = new TextEncoder().encode(JSON.stringify({ n: messages }));
      writer.message(channel, messages, BigInt(1000 * messages), BigInt(1000 * messages), text);
      messages++;
    }
  };
  const close = () => {
    writer.closeChunk();
    sizes.push({ size: file.getSize(), messages });
  };
  const first = writer.addChannel({ topic: '/a', messageEncoding: 'json', schema: JSON_SCHEMA });
  const late = writer.addChannel({ topic: '/b', messageEncoding: 'json', schema: JSON_SCHEMA });
  say(first, 3);
  close();
  writer.attachment('model', 'application/octet-stream', 5n, Uint8Array.of(1, 2, 3));
  say(first, 2);
  say(late, 2);
  close();
  say(late, 1);
  close();
  return { file, sizes };
}

/** Numbers of the messages as the library's own readers find them, in order of time. */
async function read(bytes: Uint8Array): Promise<number[]> {
  const parse = (data: Uint8Array) => (JSON.parse(new TextDecoder().decode(data)) as { n: number }).n;
  const streamed: number[] = [];
  const stream = new McapStreamReader();
  stream.append(bytes);
  for (let record = stream.nextRecord(); record; record = stream.nextRecord())
    if (record.type === 'Message') streamed.push(parse(record.data));
  expect(stream.done()).toBe(true);
  const reader = await McapIndexedReader.Initialize({
    readable: {
      size: () => Promise.resolve(BigInt(bytes.length)),
      read: (at, size) => Promise.resolve(bytes.slice(Number(at), Number(at + size))),
    },
  });
  const indexed: number[] = [];
  for await (const message of reader.readMessages()) indexed.push(parse(message.data));
  expect(indexed).toEqual(streamed);
  expect(Number(reader.statistics!.messageCount)).toBe(streamed.length);
  return indexed;
}

describe('a finished log', () => {
  it('is read by the library, streamed and by its indexes', async () => {
    const { file } = smallLog();
    const log = finishLog(file, { verify: false });
    expect(log).toMatchObject({ empty: false, wasFinished: false, lostBytes: 0, bytes: file.getSize() });
    expect(Object.fromEntries(log.messages)).toEqual({ '/a': 5, '/b': 3 });
    expect(log.metadata.get('session')?.get('id')).toBe('abc');
    expect([log.startTime, log.endTime]).toEqual([0n, 7000n]);
    expect(await read(file.bytes)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const before = file.bytes;
    expect(finishLog(file, { verify: true })).toMatchObject({ wasFinished: true, lostBytes: 0 });
    expect(file.bytes).toEqual(before);
  });

  it('keeps every whole message, wherever it was cut', async () => {
    const { file, sizes } = smallLog();
    finishLog(file, { verify: false });
    const whole = file.bytes;
    for (let length = 0; length <= whole.length; length++) {
      const cut = new MemoryFile(whole.subarray(0, length));
      const log = finishLog(cut, { verify: true });
      if (log.empty) {
        expect(length).toBeLessThan(60);
        continue;
      }
      const found = await read(cut.bytes);
      const sure = sizes.filter((s) => s.size <= length).at(-1)?.messages ?? 0;
      expect(found.length, `cut at ${length}`).toBeGreaterThanOrEqual(sure);
      expect(found).toEqual(Array.from({ length: found.length }, (_, i) => i));
      expect([...log.messages.values()].reduce((a, b) => a + b, 0)).toBe(found.length);
      // Cut within a chunk: its whole messages are there as well.
      const records = countMessages(whole.subarray(0, length));
      expect(found.length, `cut at ${length}`).toBe(records);
    }
  });

  it('stops before what does not make sense, and never throws', async () => {
    const { file, sizes } = smallLog();
    const bytes = file.bytes;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 255 }),
        async (at, length, value) => {
          const damaged = bytes.slice();
          damaged.fill(value, at, at + length);
          const broken = new MemoryFile(damaged);
          const log = finishLog(broken, { verify: true });
          if (log.empty) return;
          const found = await read(broken.bytes);
          const sure = sizes.filter((s) => s.size <= at).at(-1)?.messages ?? 0;
          expect(found.length).toBeGreaterThanOrEqual(sure);
          expect(found).toEqual(Array.from({ length: found.length }, (_, i) => i));
        },
      ),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(finishLog(new MemoryFile(noise), { verify: true }).empty).toBe(true);
      }),
    );
  });

  it('is whole up to the chunk before when the disk is full', async () => {
    const { sizes } = smallLog();
    for (const { size, messages } of sizes) {
      const file = new MemoryFile(undefined, size + 30);
      const writer = new ChunkWriter(file);
      writer.metadata('session', { id: 'abc' });
      const channel = writer.addChannel({ topic: '/a', messageEncoding: 'json', schema: JSON_SCHEMA });
      let kept = 0;
      expect(() => {
        for (let n = 0; n < 100; n++) {
          writer.message(channel, n, BigInt(n), BigInt(n), new TextEncoder().encode(`{"n":${n}}`));
          writer.closeChunk();
          kept++;
        }
      }).toThrow(expect.objectContaining({ code: 'full' }) as Error);
      expect(writer.position).toBe(file.getSize());
      expect(kept).toBeGreaterThan(0);
      expect(messages).toBeGreaterThan(0);
      // No room for the end either: the log stays as it is, and is finished when there is.
      const before = file.bytes;
      expect(() => finishLog(file, { verify: true })).toThrow(
        expect.objectContaining({ code: 'full' }) as Error,
      );
      const later = new MemoryFile(before);
      finishLog(later, { verify: true });
      expect(await read(later.bytes)).toHaveLength(kept);
    }
  });
});

/** Whole message records in a file that may be cut, also inside a cut chunk. */
function countMessages(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let messages = 0;
  for (let at = 8; at + 9 <= bytes.length; ) {
    const opcode = bytes[at];
    const end = at + 9 + Number(view.getBigUint64(at + 1, true));
    if (opcode === 6) at += 9 + 40;
    else {
      if (opcode === 5 && end <= bytes.length) messages++;
      at = end;
    }
  }
  return messages;
}
