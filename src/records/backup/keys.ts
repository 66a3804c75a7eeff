/** What a passphrase comes to: the key of the content, and a value by which a wrong passphrase is known at once. */
interface BackupKeys {
  readonly content: CryptoKey;
  /** 16 bytes. */
  readonly check: Uint8Array<ArrayBuffer>;
}

/** Characters. */
export const SHORTEST_PASSPHRASE = 12;

/** As it is meant, however the keyboard spelt it: composed or decomposed accents, and full-width letters, are the same. */
const spelt = (passphrase: string): string => passphrase.normalize('NFKC');

export const isTooShort = (passphrase: string): boolean =>
  [...spelt(passphrase)].length < SHORTEST_PASSPHRASE;

/** PBKDF2-SHA-256, then HKDF for each of the two. The check value costs a guesser the same as the content does. */
export async function deriveKeys(
  passphrase: string,
  { salt, iterations }: { salt: Uint8Array<ArrayBuffer>; iterations: number },
): Promise<BackupKeys> {
  const { subtle } = crypto;
  const typed = await subtle.importKey('raw', utf8(spelt(passphrase)), 'PBKDF2', false, ['deriveBits']);
  const stretched = await subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    typed,
    256,
  );
  const root = await subtle.importKey('raw', stretched, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const use = (info: string) => ({ name: 'HKDF', hash: 'SHA-256', salt, info: utf8(`stridebackup ${info}`) });
  return {
    content: await subtle.deriveKey(use('content'), root, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    check: new Uint8Array(await subtle.deriveBits(use('check'), root, 128)),
  };
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
