import type { LogLayout, NoteTopic } from './contents';
import type { MessageType } from './protobuf/descriptor';
import type { ProtobufEncoder } from './protobuf/encoder';
import { floatFieldSize } from './protobuf/encoder';

/** Topics of a log. Dense ones are Protocol Buffers with a field for each value, so that any MCAP viewer can plot them by name. */
export const WIRE_TOPIC = '/wire';
export const JOINTS_TOPIC = '/joints';
export const forecastTopic = (side: 'r' | 'l'): string => `/forecast/${side}`;
export const noteTopic = (topic: NoteTopic): string => `/${topic}`;

/** Metadata record with what the session was; the last one counts. */
export const SESSION_METADATA = 'session';

const BOUNDS = ['mean', 'low', 'high'] as const;

export const WIRE_TYPE: MessageType = { name: 'Wire', fields: [{ name: 'data', number: 1, type: 'bytes' }] };

const TICK_FIELD = { name: 'tick', number: 1, type: 'uint32' } as const;

export function jointsType({ channels }: LogLayout): MessageType {
  return {
    name: 'Joints',
    fields: [TICK_FIELD, ...channels.map((name, i) => ({ name, number: i + 2, type: 'float' as const }))],
  };
}

export function encodeJoints(to: ProtobufEncoder, tick: number, row: Float32Array): Uint8Array {
  to.reset().int(1, tick);
  for (let i = 0; i < row.length; i++) to.float(i + 2, row[i]);
  return to.done();
}

/** For each joint `mean_100ms`, `low_100ms`, `high_100ms` and so on: the forecast made at `tick` and its 90 % interval, deg. */
export function forecastType(
  side: 'r' | 'l',
  joints: readonly string[],
  horizonsMs: readonly number[],
): MessageType {
  const name = `Forecast${side.toUpperCase()}`;
  const values: MessageType = {
    name: 'Joint',
    fields: BOUNDS.flatMap((bound, b) =>
      horizonsMs.map((ms, h) => ({
        name: `${bound}_${ms}ms`,
        number: b * horizonsMs.length + h + 1,
        type: 'float' as const,
      })),
    ),
  };
  return {
    name,
    fields: [
      TICK_FIELD,
      ...joints.map((joint, j) => ({ name: joint, number: j + 2, type: { message: values.name } })),
    ],
    nested: [values],
  };
}

/** `row`: [joints][mean, low, high][horizons]. */
export function encodeForecast(
  to: ProtobufEncoder,
  tick: number,
  row: Float32Array,
  joints: number,
): Uint8Array {
  const width = row.length / joints;
  let size = 0;
  for (let i = 1; i <= width; i++) size += floatFieldSize(i);
  to.reset().int(1, tick);
  for (let j = 0; j < joints; j++) {
    to.head(j + 2, size);
    for (let i = 0; i < width; i++) to.float(i + 1, row[j * width + i]);
  }
  return to.done();
}

/** JSON Schema of the notes: what is always there. */
export const NOTE_SCHEMA = {
  type: 'object',
  properties: { tick: { type: 'integer' } },
  required: ['tick'],
} as const;
