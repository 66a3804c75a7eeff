import { StridelinkDecoder } from '../../src/device/stridelink/stridelink-decoder';
import type { VirtualPreset } from '../../src/device/virtual/presets';
import { PRESETS } from '../../src/device/virtual/presets';
import type { ChannelName } from '../../src/gait/channels';
import type { Walk } from './people';
import { recordVirtual } from './record';

/** Seconds left out after the start, so that the walk is steady. */
const SETTLE_S = 6;

/** The wire of a virtual walk, read back: what a host sees is what is judged. Two walks: joints at 200 Hz, EMG at 1 kHz. */
export function virtualWalk(
  preset: VirtualPreset,
  seed: number,
  seconds: number,
): { joints: Walk; emg: Walk } {
  const wire = recordVirtual({ preset, seed }, [{ atS: 0.5, action: 'walk' }], SETTLE_S + seconds);
  const values = new Map<ChannelName, number[]>();
  const decoder = new StridelinkDecoder();
  decoder.push(wire, (event) => {
    if (event.kind !== 'samples') return;
    const { channels, count, data } = event.block;
    channels.forEach((name, c) => {
      const list = values.get(name) ?? [];
      values.set(name, list);
      for (let i = 0; i < count; i++) list.push(data[i * channels.length + c]);
    });
  });
  const part = (rate: number, emg: boolean): Map<ChannelName, Float32Array> =>
    new Map(
      [...values]
        .filter(([name]) => name.startsWith('emg') === emg)
        .map(([name, x]) => [name, Float32Array.from(x.slice(SETTLE_S * rate))] as const),
    );
  const joints = part(200, false);
  const emg = part(1000, true);
  emg.set('knee_angle_r', upsampled(joints.get('knee_angle_r')!, 5));
  const common = {
    person: `${preset} ${seed}`,
    source: 'virtual',
    group: PRESETS[preset].group,
    kneeSound: true,
  } as const;
  return {
    joints: { ...common, rate: 200, channels: joints },
    emg: { ...common, rate: 1000, channels: emg },
  };
}

function upsampled(x: Float32Array, factor: number): Float32Array {
  return Float32Array.from({ length: x.length * factor }, (_, i) => {
    const k = Math.floor(i / factor);
    const f = (i % factor) / factor;
    return x[k] * (1 - f) + (x[k + 1] ?? x[k]) * f;
  });
}
