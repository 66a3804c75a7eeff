import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Calibration } from '../../device/calibration';
import type { EngineState } from '../../engine/protocol';
import { useApp } from '../store/store';
import { rememberCalibrations } from './calibration-memory';

const calibration = (serial: string, zero: number): Calibration => ({
  version: 1,
  serial,
  channels: [{ device: 'k', name: 'knee_angle_r', sign: 1, zero, gain: 1 }],
});
const say = (serial: string, zero: number | null, kind = 'serial'): void =>
  useApp.getState().setEngine({
    source: { kind, label: '' },
    device: { serial },
    calibration: zero === null ? null : calibration(serial, zero),
  } as unknown as EngineState);
const kept = () => useApp.getState().settings.calibrations;

let end: () => void;
beforeEach(() => {
  useApp.setState(useApp.getInitialState());
  end = rememberCalibrations();
});
afterEach(() => end());

test('what a device has by default is not kept, a change is, and so is its undoing', () => {
  say('A', 0);
  expect(kept()).toEqual({});
  say('A', 12.5);
  expect(kept()).toEqual({ A: calibration('A', 12.5) });
  say('A', 0);
  expect(kept()).toEqual({ A: calibration('A', 0) });
});

test('another device does not inherit, and none is forgotten', () => {
  say('A', 0);
  say('A', 3);
  say('B', 0);
  expect(kept()).toEqual({ A: calibration('A', 3) });
  say('B', 7);
  expect(kept()).toEqual({ A: calibration('A', 3), B: calibration('B', 7) });
});

test('a replay is not a device', () => {
  say('A', 0, 'replay');
  say('A', 5, 'replay');
  expect(kept()).toEqual({});
});
