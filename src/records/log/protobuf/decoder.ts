import type { MessageType } from './descriptor';

const utf8 = new TextDecoder();

/** Wire types of Protocol Buffers that the log uses. */
const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;

/**
 * Reads the dense messages of a log by the descriptor that stands in the same log, so that a log of any layout can be read: every
 * float of the message, also those of nested ones, is a column (`knee_angle_r`, `knee_angle_r.mean_100ms`).
 */
export class RowDecoder {
  readonly columns: readonly string[];
  /** By field number of the message: where its floats begin in the row. */
  readonly #starts: number[] = [];
  #at = 0;

  /** `descriptors`: a FileDescriptorSet with one message type. Throws RangeError where it is none that the log writes. */
  constructor(descriptors: Uint8Array) {
    const { fields, nested } = typeOf(descriptors);
    const columns: string[] = [];
    for (const { name, number, type } of fields) {
      if (type === 'float') {
        this.#starts[number] = columns.length;
        columns.push(name);
      } else if (typeof type !== 'string') {
        const inner = nested?.find((t) => type.message.endsWith(`.${t.name}`));
        if (inner === undefined) throw new RangeError(`no type ${type.message}`);
        // Inner fields are floats numbered from 1.
        this.#starts[number] = columns.length - 1;
        columns.push(...inner.fields.map((field) => `${name}.${field.name}`));
      }
    }
    this.columns = columns;
  }

  /** `into`: [columns]; NaN where the message has no value. */
  decode(message: Uint8Array, into: Float32Array): void {
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    this.decodeAt(view, 0, message.length, into);
  }

  /** The same for a message that stands between two places; makes no object, as there may be millions. */
  decodeAt(view: DataView, from: number, to: number, into: Float32Array): void {
    into.fill(Number.NaN);
    this.#at = from;
    this.#read(view, to, into, null);
  }

  /** From `#at` on. `inner`: where the floats of the nested message begin, less one; null for the message itself. */
  #read(view: DataView, to: number, into: Float32Array, inner: number | null): void {
    while (this.#at < to) {
      const tag = this.#varint(view);
      const field = Math.floor(tag / 8);
      const start = inner === null ? this.#starts[field] : inner + field;
      switch (tag % 8) {
        case VARINT:
          this.#varint(view);
          break;
        case FIXED32:
          if (start !== undefined) into[start] = view.getFloat32(this.#at, true);
          this.#at += 4;
          break;
        case LENGTH: {
          const end = this.#varint(view) + this.#at;
          if (start !== undefined && inner === null) this.#read(view, end, into, start);
          this.#at = end;
          break;
        }
        default:
          throw new RangeError(`wire type ${tag % 8}`);
      }
    }
  }

  #varint(view: DataView): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = view.getUint8(this.#at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
}

/** The one message type of a FileDescriptorSet, as `descriptorSet` wrote it. */
function typeOf(descriptors: Uint8Array): MessageType {
  const [file] = fieldsOf(descriptors).filter((f) => f.number === 1);
  const [message] = file === undefined ? [] : fieldsOf(file.bytes).filter((f) => f.number === 4);
  if (message === undefined) throw new RangeError('no message type');
  return messageOf(message.bytes);
}

function messageOf(bytes: Uint8Array): MessageType {
  const parts = fieldsOf(bytes);
  return {
    name: textOf(parts, 1),
    fields: parts
      .filter((part) => part.number === 2)
      .map((part) => {
        const field = fieldsOf(part.bytes);
        const message = textOf(field, 6);
        const kind = intOf(field, 5);
        const type = message !== '' ? { message } : kind === 2 ? 'float' : kind === 12 ? 'bytes' : 'uint32';
        return { name: textOf(field, 1), number: intOf(field, 3), type };
      }),
    nested: parts.filter((part) => part.number === 3).map((part) => messageOf(part.bytes)),
  };
}

interface RawField {
  readonly number: number;
  readonly value: number;
  readonly bytes: Uint8Array;
}

function fieldsOf(bytes: Uint8Array): RawField[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: RawField[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [tag, next] = varint(view, at);
    const [value, after] = varint(view, next);
    const number = Math.floor(tag / 8);
    const isText = tag % 8 === LENGTH;
    if (!isText && tag % 8 !== VARINT) throw new RangeError(`wire type ${tag % 8}`);
    at = isText ? after + value : after;
    found.push({ number, value, bytes: isText ? bytes.subarray(after, at) : bytes.subarray(0, 0) });
  }
  return found;
}

const textOf = (fields: readonly RawField[], number: number): string =>
  utf8.decode(fields.find((f) => f.number === number)?.bytes);

const intOf = (fields: readonly RawField[], number: number): number =>
  fields.find((f) => f.number === number)?.value ?? 0;

/** A value and where it ends. Throws RangeError at the end of the bytes. */
function varint(view: DataView, from: number): readonly [value: number, end: number] {
  let at = from;
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = view.getUint8(at++);
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at];
  }
}
