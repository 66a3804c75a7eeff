import type { ChannelDescription, DeviceDescription, StreamDescription } from '../events';
import type { ByteReader } from './byte-reader';
import { ENCODING_I16, PROTOCOL_VERSION, unitOfCode } from './codes';

type Described =
  | { readonly device: DeviceDescription }
  | { readonly refused: 'unknown_version' | 'bad_description'; readonly detail: string };

/** Fastest stream that the clock (1 us) and the counters still tell apart well. */
const MAX_RATE_HZ = 20_000;

/** Reads a DESCRIBE body. `detail` of a refusal: the device's version, or `what:value`. */
export function readDescription(r: ByteReader): Described {
  const version = r.u8();
  if (r.ok && version !== PROTOCOL_VERSION) return { refused: 'unknown_version', detail: String(version) };
  const name = r.text();
  const serial = r.text();
  const firmware = r.text();
  const streams: StreamDescription[] = [];
  let problem: string | undefined;
  const streamCount = r.u8();
  for (let s = 0; s < streamCount && r.ok; s++) {
    const id = r.u8();
    const rate = r.f32();
    const channels: ChannelDescription[] = [];
    const channelCount = r.u8();
    for (let c = 0; c < channelCount && r.ok; c++) {
      const channelName = r.text();
      const unitCode = r.u8();
      const encoding = r.u8();
      const scale = r.f32();
      const offset = r.f32();
      const unit = unitOfCode(unitCode);
      if (unit === undefined) problem ??= `unknown_unit:${unitCode}`;
      if (encoding !== ENCODING_I16) problem ??= `unknown_encoding:${encoding}`;
      channels.push({ name: channelName, unit: unit ?? '1', scale, offset });
    }
    streams.push({ id, rate, channels });
  }
  if (!r.complete) return { refused: 'bad_description', detail: 'malformed' };
  problem ??= contradiction(streams);
  if (problem !== undefined) return { refused: 'bad_description', detail: problem };
  return { device: { protocol: 'stridelink', protocolVersion: version, name, serial, firmware, streams } };
}

function contradiction(streams: readonly StreamDescription[]): string | undefined {
  if (streams.length === 0) return 'no_streams';
  const ids = new Set<number>();
  const names = new Set<string>();
  for (const stream of streams) {
    if (ids.has(stream.id)) return `duplicate_stream:${stream.id}`;
    ids.add(stream.id);
    if (!(stream.rate > 0 && stream.rate <= MAX_RATE_HZ)) return `rate:${stream.rate}`;
    if (stream.channels.length === 0) return `no_channels:${stream.id}`;
    for (const { name, scale, offset } of stream.channels) {
      if (name.trim() === '') return `empty_name:${stream.id}`;
      if (names.has(name)) return `duplicate_channel:${name}`;
      names.add(name);
      if (!Number.isFinite(scale) || scale === 0) return `scale:${name}`;
      if (!Number.isFinite(offset)) return `offset:${name}`;
    }
  }
  return undefined;
}

/** Whether both describe the same device with the same streams, so that counters may go on across a reconnect. */
export function sameDevice(a: DeviceDescription, b: DeviceDescription): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
