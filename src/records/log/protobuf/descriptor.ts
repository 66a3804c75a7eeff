import { ProtobufEncoder } from './encoder';

/** A message type, proto3, as far as the log needs it. Types of fields: https://protobuf.dev/programming-guides/proto3 */
export interface MessageType {
  readonly name: string;
  readonly fields: readonly Field[];
  /** Types that fields of this one refer to. */
  readonly nested?: readonly MessageType[];
}

interface Field {
  readonly name: string;
  readonly number: number;
  /** Or the name of a nested type. */
  readonly type: 'float' | 'uint32' | 'bytes' | { readonly message: string };
}

const PACKAGE = 'stridecast';
const OPTIONAL = 1;
const TYPE_NUMBERS = { float: 2, uint32: 13, bytes: 12, message: 11 };

/** The name under which a schema of this type is registered. */
export const fullName = (type: MessageType): string => `${PACKAGE}.${type.name}`;

/** A serialized FileDescriptorSet with this one type: what MCAP wants as a schema of encoding `protobuf`. */
export function descriptorSet(type: MessageType): Uint8Array<ArrayBuffer> {
  const file = new ProtobufEncoder()
    .text(1, `${PACKAGE}/${type.name}.proto`)
    .text(2, PACKAGE)
    .bytes(4, describe(type, `.${PACKAGE}`))
    .text(12, 'proto3')
    .done();
  return new ProtobufEncoder().bytes(1, file).done();
}

function describe(type: MessageType, scope: string): Uint8Array {
  const path = `${scope}.${type.name}`;
  const out = new ProtobufEncoder().text(1, type.name);
  for (const { name, number, type: kind } of type.fields) {
    const field = new ProtobufEncoder().text(1, name).int(3, number).int(4, OPTIONAL);
    if (typeof kind === 'string') field.int(5, TYPE_NUMBERS[kind]);
    else field.int(5, TYPE_NUMBERS.message).text(6, `${path}.${kind.message}`);
    out.bytes(2, field.done());
  }
  for (const inner of type.nested ?? []) out.bytes(3, describe(inner, path));
  return out.done();
}
