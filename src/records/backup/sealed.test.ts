import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSealed, Sealer } from './sealed';

const headerBytes = Uint8Array.from({ length: 72 }, (_, i) => i);
let key: CryptoKey;
beforeAll(async () => {
  key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
});

async function sealed(pieces: Uint8Array[], chunkBytes: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const contentBytes = pieces.reduce((n, p) => n + p.length, 0);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const sealer = new Sealer({ key, headerBytes, header: { chunkBytes, contentBytes } }, (chunk) => {
    chunks.push(chunk);
    return Promise.resolve();
  });
  for (const piece of pieces) await sealer.write(piece);
  await sealer.end();
  return chunks;
}

async function opened(
  chunks: Uint8Array<ArrayBuffer>[],
  chunkBytes: number,
  contentBytes: number,
  head = headerBytes,
) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const file = new Blob([head, ...chunks]);
  for await (const part of openSealed(file, { key, headerBytes: head, header: { chunkBytes, contentBytes } }))
    parts.push(part.slice());
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const refused = (promise: Promise<unknown>) => expect(promise).rejects.toMatchObject({ code: 'damaged' });

describe('sealed chunks', () => {
  it('give back any content, in whatever pieces it was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (pieces, chunkBytes) => {
          const content = Uint8Array.from(pieces.flatMap((p) => [...p]));
          const chunks = await sealed(pieces, chunkBytes);
          expect(chunks).toHaveLength(Math.max(1, Math.ceil(content.length / chunkBytes)));
          expect(await opened(chunks, chunkBytes, content.length)).toEqual(content);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are refused when a bit of any of them, or of the header, is another', async () => {
    const content = Uint8Array.from({ length: 50 }, (_, i) => i * 5);
    const chunks = await sealed([content], 16);
    for (const [n, chunk] of chunks.entries())
      for (let at = 0; at < chunk.length; at++) {
        const altered = chunk.slice();
        altered[at] ^= 1 << (at % 8);
        await refused(opened(chunks.with(n, altered), 16, 50));
      }
    for (let at = 0; at < headerBytes.length; at++) {
      const other = headerBytes.slice();
      other[at] ^= 16;
      await refused(opened(chunks, 16, 50, other));
    }
  });

  it('are refused in another order, with one left out or put in twice, and with the end moved', async () => {
    const content = new Uint8Array(64).fill(7);
    const [a, b, c, d] = await sealed([content], 16);
    await refused(opened([b, a, c, d], 16, 64));
    await refused(opened([a, c, d], 16, 48));
    await refused(opened([a, b, c], 16, 48));
    await refused(opened([a, b, c, d, d], 16, 80));
    await refused(opened([d], 16, 16));
  });

  it('never look alike, though the content does', async () => {
    const chunks = await sealed([new Uint8Array(64).fill(7)], 16);
    expect(new Set(chunks.map((chunk) => Buffer.from(chunk).toString('hex'))).size).toBe(4);
  });
});
