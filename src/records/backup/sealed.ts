import { BackupError } from './backup-error';
import { chunksOf, type Header, HEADER_BYTES, TAG_BYTES } from './header';

/**
 * The content as a row of chunks, each sealed with AES-GCM. The nonce is the chunk's number and whether it is the last, the
 * additional data is the file's header: no chunk can be changed, left out, put elsewhere or taken from another file, and the
 * end cannot be moved. A file has a key of its own (by its salt), so no nonce is ever used twice.
 */
interface Seal {
  readonly key: CryptoKey;
  /** As it stands in the file. */
  readonly headerBytes: Uint8Array<ArrayBuffer>;
  readonly header: Pick<Header, 'chunkBytes' | 'contentBytes'>;
}

/** Takes the content in pieces of any size; hands sealed chunks on in order. */
export class Sealer {
  readonly #seal: Seal;
  readonly #out: (sealed: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly #buffer: Uint8Array<ArrayBuffer>;
  #filled = 0;
  #number = 0;
  #taken = 0;

  constructor(seal: Seal, out: (sealed: Uint8Array<ArrayBuffer>) => Promise<void>) {
    this.#seal = seal;
    this.#out = out;
    this.#buffer = new Uint8Array(seal.header.chunkBytes);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#taken += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      // A full chunk waits until it is known not to be the last.
      if (this.#filled === this.#buffer.length) await this.#hand(false);
      const part = bytes.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
  }

  /** Throws where the content is not as long as the header says. */
  async end(): Promise<void> {
    if (this.#taken !== this.#seal.header.contentBytes) throw new BackupError('changed', 'length');
    await this.#hand(true);
  }

  async #hand(last: boolean): Promise<void> {
    const { key, headerBytes } = this.#seal;
    const plain = this.#buffer.slice(0, this.#filled);
    this.#filled = 0;
    await this.#out(
      new Uint8Array(await crypto.subtle.encrypt(gcm(headerBytes, this.#number++, last), key, plain)),
    );
  }
}

/** The content of a file, chunk by chunk, each one checked. Rejects with BackupError `damaged`. */
export async function* openSealed(
  file: Blob,
  { key, headerBytes, header }: Seal,
): AsyncGenerator<Uint8Array> {
  const chunks = chunksOf(header);
  const step = header.chunkBytes + TAG_BYTES;
  for (let number = 0; number < chunks; number++) {
    const from = HEADER_BYTES + number * step;
    const sealed = await file.slice(from, from + step).arrayBuffer();
    yield new Uint8Array(await opened(sealed, key, gcm(headerBytes, number, number === chunks - 1)));
  }
}

function opened(sealed: ArrayBuffer, key: CryptoKey, how: AesGcmParams): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt(how, key, sealed).catch(() => {
    throw new BackupError('damaged', 'content');
  });
}

function gcm(headerBytes: Uint8Array<ArrayBuffer>, number: number, last: boolean): AesGcmParams {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setUint32(7, number);
  iv[11] = last ? 1 : 0;
  return { name: 'AES-GCM', iv, additionalData: headerBytes, tagLength: TAG_BYTES * 8 };
}
