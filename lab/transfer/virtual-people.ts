import type { Walk, WalkChannel } from '../../src/adapt/walk';
import { StridelinkDecoder } from '../../src/device/stridelink/stridelink-decoder';
import { PRESETS, type VirtualPreset } from '../../src/device/virtual/presets';
import { type MappedStream, TickSource } from '../../src/engine/pipeline/tick-source';
import { bindToSide, type ChannelName } from '../../src/gait/channels';
import type { SampleBlock } from '../../src/gait/sample-block';
import { EMG_INPUTS } from '../train/recipes/knee-emg';
import { FORCE_INPUT } from '../train/recipes/knee-force';
import { KNEE, type KneeSignal } from '../train/recordings';
import { recordVirtual } from '../virtual/record';
import { type TransferPerson, walkOfSignal } from './people';

const SIDE = 'r';
/** Left out after the start, so that the walk is steady. */
const SETTLE_S = 6;
/** The rate of the device's joint stream: as fine as anything can be cut from. */
const FINE_RATE = 200;
const OTHERS = [...EMG_INPUTS, FORCE_INPUT];

/** Generated people, half of every kind the same to all; nobody of one call has a seed of another with other `from`. */
export function virtualPeople(each: number, from: number, seconds: number, rate: number): TransferPerson[] {
  return (Object.keys(PRESETS) as VirtualPreset[]).flatMap((preset) =>
    Array.from({ length: each }, (_, i) => virtualPerson(preset, from + i, seconds, rate)),
  );
}

function virtualPerson(preset: VirtualPreset, seed: number, seconds: number, rate: number): TransferPerson {
  const wire = recordVirtual({ preset, seed }, [{ atS: 0.5, action: 'walk' }], SETTLE_S + seconds);
  const signal = (at: number) => signalOf(walkOfWire(wire, [KNEE, ...bound(OTHERS)], at), at * SETTLE_S);
  const judged = signal(rate);
  return {
    id: `virtual:${preset}_${seed}`,
    group: PRESETS[preset].group,
    files: [],
    fine: [signal(FINE_RATE)],
    judged: [judged],
    walk: walkOfSignal(judged),
  };
}

const bound = (names: readonly string[]): ChannelName[] => names.map((name) => bindToSide(name, SIDE));

/** What the live pipeline makes of wire bytes at `rate`, tick by tick. */
export function walkOfWire(wire: Uint8Array, channels: readonly ChannelName[], rate: number): Walk {
  const blocks: SampleBlock[] = [];
  let streams: MappedStream[] = [];
  new StridelinkDecoder().push(wire, (event) => {
    if (event.kind === 'describe')
      streams = event.device.streams.map((s) => ({ ...s, channels: s.channels.map((c) => c.name) }));
    if (event.kind === 'samples') blocks.push(event.block);
  });
  const rows = channels.map(() => ({ input: [] as number[], measured: [] as number[] }));
  const source = new TickSource(streams, rate, 2, () => {
    channels.forEach((name, c) => {
      rows[c].input.push(source.history.input(name, 1)[0]);
      rows[c].measured.push(source.history.measured(name, 1)[0]);
    });
  });
  for (const block of blocks) source.block(block);
  const byName: Record<string, WalkChannel> = {};
  channels.forEach((name, c) => {
    byName[name] = {
      input: Float32Array.from(rows[c].input),
      measured: Float32Array.from(rows[c].measured),
    };
  });
  return { rate, ticks: rows[0].input.length, channels: byName };
}

function signalOf({ rate, channels }: Walk, from: number): KneeSignal {
  const at = (name: string) => channels[bindToSide(name, SIDE)].input.slice(from);
  return {
    rate,
    input: channels[KNEE].input.slice(from),
    measured: channels[KNEE].measured.slice(from),
    others: Object.fromEntries(OTHERS.map((name) => [name, at(name)])),
  };
}
