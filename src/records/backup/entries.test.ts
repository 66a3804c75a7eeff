import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, encodeHead, type EntryHead, readEntries } from './entries';

async function* inPieces(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    await Promise.resolve();
    yield bytes.subarray(at, at + step);
  }
}

function encode(entries: readonly { text: string; body: Uint8Array }[]): Uint8Array {
  return Uint8Array.from(
    entries.flatMap(({ text, body }) => [
      ...encodeHead({ kind: 'x', size: body.length, text } as EntryHead),
      ...body,
    ]),
  );
}

const entry = fc.record({ text: fc.string({ unit: 'grapheme' }), body: fc.uint8Array({ maxLength: 60 }) });

describe('entries', () => {
  it('come back however the stream is cut into pieces, read or passed over', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        async (entries, step, passOver) => {
          const seen = [];
          for await (const found of readEntries(inPieces(encode(entries), step)))
            seen.push({
              text: found.head['text'],
              body: passOver ? new Uint8Array(0) : new Uint8Array(await allOf(found)),
            });
          expect(seen).toEqual(entries.map((e) => (passOver ? { ...e, body: new Uint8Array(0) } : e)));
        },
      ),
    );
  });

  it('are refused where the stream ends within one, or is something else', async () => {
    const bytes = encode([{ text: 'a', body: Uint8Array.of(1, 2, 3) }]);
    const read = async (stream: Uint8Array) => {
      for await (const _ of readEntries(inPieces(stream, 5)));
    };
    await read(bytes);
    for (let n = 1; n < bytes.length; n++)
      await expect(read(bytes.subarray(0, n)), String(n)).rejects.toMatchObject({ code: 'damaged' });
    const heads = [
      {},
      { kind: 3 },
      { kind: 'x', size: -1 },
      { kind: 'x', size: 1.5 },
      { kind: 'x', size: '1' },
      [],
    ];
    for (const head of heads)
      await expect(read(encodeHead(head as EntryHead)), JSON.stringify(head)).rejects.toMatchObject({
        code: 'damaged',
      });
    await expect(read(Uint8Array.of(255, 255, 255, 255, 0))).rejects.toMatchObject({ code: 'damaged' });
    await expect(read(Uint8Array.of(1, 0, 0, 0, 123))).rejects.toMatchObject({ code: 'damaged' });
  });
});
