import type { DeviceDescription, DeviceEvent, StreamDescription } from '../../src/device/events';
import { quantise } from '../../src/device/stridelink/device-encoder';
import { StridelinkDecoder } from '../../src/device/stridelink/stridelink-decoder';

/** Samples that one frame carried, as the device's converters gave them. */
interface RecordedFrame {
  readonly stream: number;
  /** Device clock, unwrapped, of the first sample and of the last one, us. */
  readonly startUs: number;
  readonly lastUs: number;
  readonly firstIndex: number;
  readonly count: number;
  /** Interleaved by the stream's channels. */
  readonly raw: Int16Array;
}

/** What a .stridelink file says: who the device was, and its sample frames in the order of their last samples. */
export interface Recording {
  readonly device: DeviceDescription;
  readonly frames: readonly RecordedFrame[];
  /** Device clock of the first sample. */
  readonly startUs: number;
  /** Time after which every stream has given whole frames only, so that the recording can begin again, us. */
  readonly durationUs: number;
}

/** Throws where the bytes are not one whole, undamaged Stridelink recording: a bench must not test with less. */
export function readRecording(wire: Uint8Array): Recording {
  const decoder = new StridelinkDecoder();
  const events: DeviceEvent[] = [];
  decoder.push(wire, (event) => events.push(event));
  const { framesBad, framesLost, samplesLost } = decoder.counters;
  if (framesBad + framesLost + samplesLost > 0) throw new Error('the recording is damaged');
  const described = events.find((event) => event.kind === 'describe');
  if (described === undefined) throw new Error('the recording does not describe its device');
  const frames = events.flatMap((event) => {
    if (event.kind !== 'samples') return [];
    const { stream, startUs, firstIndex, count, rate, data } = event.block;
    const channels = streamOf(described.device, stream).channels;
    const lastUs = startUs + ((count - 1) * 1e6) / rate;
    return [{ stream, startUs, lastUs, firstIndex, count, raw: quantise(data, channels) }];
  });
  return recordingOf(described.device, frames);
}

/** The same recording by a device that lacks these channels (by the device's names). */
export function withoutChannels(recording: Recording, names: readonly string[]): Recording {
  const kept = (stream: StreamDescription): number[] =>
    stream.channels.flatMap((channel, i) => (names.includes(channel.name) ? [] : [i]));
  const streams = recording.device.streams
    .map((stream) => ({ ...stream, channels: kept(stream).map((i) => stream.channels[i]) }))
    .filter((stream) => stream.channels.length > 0);
  const frames = recording.frames
    .filter((frame) => streams.some((stream) => stream.id === frame.stream))
    .map((frame) => {
      const before = streamOf(recording.device, frame.stream);
      const columns = kept(before);
      const raw = new Int16Array(frame.count * columns.length);
      for (let i = 0; i < frame.count; i++)
        columns.forEach((column, c) => {
          raw[i * columns.length + c] = frame.raw[i * before.channels.length + column];
        });
      return { ...frame, raw };
    });
  return recordingOf({ ...recording.device, streams }, frames);
}

/**
 * The same recording by a device with `total` channels in all: the fastest stream is widened by channels `aux_1`.. that
 * mean nothing to the app, and load the wire, the decoder and the session as a full device would.
 */
export function withAuxiliaryChannels(recording: Recording, total: number): Recording {
  const { streams } = recording.device;
  const more = total - streams.reduce((n, stream) => n + stream.channels.length, 0);
  if (more <= 0) return recording;
  const fastest = streams.reduce((a, b) => (b.rate > a.rate ? b : a));
  const extra = Array.from({ length: more }, (_, i) => ({
    name: `aux_${i + 1}`,
    unit: '1' as const,
    scale: 1,
    offset: 0,
  }));
  const narrow = fastest.channels.length;
  const wide = narrow + more;
  const frames = recording.frames.map((frame) => {
    if (frame.stream !== fastest.id) return frame;
    const raw = new Int16Array(frame.count * wide);
    for (let i = 0; i < frame.count; i++) {
      for (let c = 0; c < narrow; c++) raw[i * wide + c] = frame.raw[i * narrow + c];
      // Numbers without a pattern, so that no byte of the wire is easier than a real converter's.
      for (let c = narrow; c < wide; c++) raw[i * wide + c] = Math.imul(frame.firstIndex + i, 40503 * c) >> 8;
    }
    return { ...frame, raw };
  });
  const widened = streams.map((stream) =>
    stream === fastest ? { ...stream, channels: [...stream.channels, ...extra] } : stream,
  );
  return recordingOf({ ...recording.device, streams: widened }, frames);
}

export function streamOf(device: DeviceDescription, id: number): StreamDescription {
  const stream = device.streams.find((s) => s.id === id);
  if (stream === undefined) throw new Error(`stream ${id} is not described`);
  return stream;
}

function recordingOf(device: DeviceDescription, all: readonly RecordedFrame[]): Recording {
  const startUs = Math.min(...device.streams.map((s) => all.find((f) => f.stream === s.id)!.startUs));
  const ends = device.streams.map(({ id, rate }) => {
    const last = all.findLast((frame) => frame.stream === id)!;
    return last.lastUs + 1e6 / rate - startUs;
  });
  // Down to whole 100 ms, which every frame length in use divides.
  const durationUs = Math.floor(Math.min(...ends) / 1e5) * 1e5;
  const frames = all
    .filter((frame) => frame.lastUs - startUs < durationUs)
    .sort((a, b) => a.lastUs - b.lastUs || a.stream - b.stream);
  return { device, frames, startUs, durationUs };
}
