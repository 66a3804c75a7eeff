import { expect, it } from 'vitest';
import { defaultCalibration } from '../../src/device/calibration';
import { decoderFor } from '../../src/device/decoder-for';
import type { DeviceDescription } from '../../src/device/events';
import { understood } from './understood';

it('tells each channel’s meaning and every loss of text lines', () => {
  const rows = Array.from({ length: 100 }, (_, i) => `${i * 10},${i},0.5`);
  rows[50] = '500,x,0.5'; // broken, and two more never came
  rows.splice(70, 2);
  const text = ['# rate=100 name=Bench serial=B7', 'ms,RKnee,battery', ...rows, ''].join('\n');
  const decoder = decoderFor('replay');
  let device: DeviceDescription | null = null;
  decoder.push(new TextEncoder().encode(text), (event) => {
    if (event.kind === 'describe') device = event.device;
  });
  const lines = understood(device!, defaultCalibration(device!, 'r'), decoder.counters);
  expect(lines).toEqual([
    'Bench, text 1, serial B7',
    'stream 0, 100 Hz',
    '  RKnee [1]: taken for knee_angle_r',
    '  battery [1]: not used',
    expect.stringMatching(/^frames: \d+ good, 1 broken, \d+ missing; samples: 97, 3 lost$/),
  ]);
});
