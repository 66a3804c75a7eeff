import type { Walk } from '../../src/adapt/walk';
import { JOINTS } from '../../src/device/virtual/person';
import { PRESETS, type VirtualPreset } from '../../src/device/virtual/presets';
import { Walker } from '../../src/device/virtual/walker';
import { KNEE, kneeSignal } from '../train/recordings';

const WALKER_RATE = 1000;
/** Left out after the start, so that the walk is steady. */
const SETTLE_S = 6;

/** A generated walk of the affected right knee at `rate`, through the live conditioner. */
function virtualWalk(preset: VirtualPreset, seed: number, seconds: number, rate: number): Walk {
  const walker = new Walker({ preset, seed });
  walker.ask('walk');
  const joint = JOINTS.indexOf('knee_angle');
  const knee = new Float32Array(seconds * WALKER_RATE);
  for (let i = -SETTLE_S * WALKER_RATE; i < knee.length; i++) {
    walker.step();
    if (i >= 0) knee[i] = walker.angles.r[joint];
  }
  return walkOf(kneeSignal({ rate: WALKER_RATE, knee }, rate));
}

/** A knee recording as a walk. */
export function walkOf(signal: ReturnType<typeof kneeSignal>): Walk {
  const { rate, input, measured } = signal;
  return { rate, ticks: input.length, channels: { [KNEE]: { input, measured } } };
}

/** Generated base strides: some people of every kind. */
export function generateReplay(each: number, seconds: number, rate: number): Walk[] {
  const presets = Object.keys(PRESETS) as VirtualPreset[];
  return presets.flatMap((preset) =>
    Array.from({ length: each }, (_, i) => virtualWalk(preset, i + 1, seconds, rate)),
  );
}
