import type { Recording } from './recording';
import { streamOf } from './recording';

/** The same recording with every sample of a channel (by the device's name) given by `to`; `at` is its first value. */
export function withChannel(
  recording: Recording,
  name: string,
  to: (raw: number, first: number) => number,
): Recording {
  let first: number | null = null;
  return overColumns(recording, [name], (raw, at, [column]) => {
    first ??= raw[at + column];
    raw[at + column] = to(raw[at + column], first);
  });
}

/** The same recording with two channels of one stream and one scale in each other's place, as swapped plugs give it. */
export function withSwapped(recording: Recording, a: string, b: string): Recording {
  return overColumns(recording, [a, b], (raw, at, [i, j]) => {
    [raw[at + i], raw[at + j]] = [raw[at + j], raw[at + i]];
  });
}

function overColumns(
  recording: Recording,
  names: readonly string[],
  change: (raw: Int16Array, at: number, columns: readonly number[]) => void,
): Recording {
  const stream = recording.device.streams.find((s) =>
    names.every((name) => s.channels.some((channel) => channel.name === name)),
  );
  if (stream === undefined) throw new Error(`no stream with ${names.join(' and ')}`);
  const columns = names.map((name) => stream.channels.findIndex((channel) => channel.name === name));
  const frames = recording.frames.map((frame) => {
    if (frame.stream !== stream.id) return frame;
    const raw = Int16Array.from(frame.raw);
    const width = streamOf(recording.device, frame.stream).channels.length;
    for (let i = 0; i < frame.count; i++) change(raw, i * width, columns);
    return { ...frame, raw };
  });
  return { ...recording, frames };
}
