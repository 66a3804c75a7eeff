import type { Unit } from '../../gait/units';

/** Every number of the wire in one place. docs/protocol.md explains them; docs/stridelink-vectors.json shows them. */
export const PROTOCOL_VERSION = 1;

/** Bytes of a frame before stuffing: type, sequence, body, CRC. Longer runs are dropped as garbage. */
export const MAX_FRAME_BYTES = 2048;

export const DeviceMessage = {
  describe: 0x01,
  samples: 0x02,
  status: 0x03,
  marker: 0x04,
  heartbeat: 0x05,
  ack: 0x06,
} as const;

export const HostMessage = {
  hello: 0x41,
  start: 0x42,
  stop: 0x43,
  heartbeat: 0x44,
  stop_request: 0x45,
} as const;

export type AckedCommand = 'start' | 'stop' | 'stop_request';

/** `already`: accepted, and it was so before; on start it says that the sample counters go on instead of beginning at 0. */
export const AckResult = { refused: 0, accepted: 1, already: 2 } as const;
export type AckOutcome = keyof typeof AckResult;

export const BATTERY_UNKNOWN = 255;

/** The one sample encoding of version 1: signed 16 bit, little endian. */
export const ENCODING_I16 = 1;

export const UNIT_CODES: Readonly<Record<Unit, number>> = {
  deg: 1,
  'deg/s': 2,
  mV: 3,
  uV: 4,
  N: 5,
  Nm: 6,
  bool: 7,
  '1': 8,
};

const unitByCode = new Map(Object.entries(UNIT_CODES).map(([unit, code]) => [code, unit as Unit]));
export const unitOfCode = (code: number): Unit | undefined => unitByCode.get(code);

const commandByCode = new Map<number, AckedCommand>([
  [HostMessage.start, 'start'],
  [HostMessage.stop, 'stop'],
  [HostMessage.stop_request, 'stop_request'],
]);
export const commandOfCode = (code: number): AckedCommand | undefined => commandByCode.get(code);
