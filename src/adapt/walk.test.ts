import { expect, it } from 'vitest';
import { walksWith } from './walk';

it('generated walks without a channel of the model are left out, the right leg being the forecast one', () => {
  const channel = { input: new Float32Array(2), measured: new Float32Array(2) };
  const knee = { rate: 100, ticks: 2, channels: { knee_angle_r: channel } };
  const legs = { rate: 100, ticks: 2, channels: { knee_angle_r: channel, knee_angle_l: channel } };
  const left = { rate: 100, ticks: 2, channels: { knee_angle_l: channel } };
  const card = { inputs: ['knee_angle_ipsi', 'knee_angle_contra'], outputs: ['knee_angle_ipsi'] };
  expect(walksWith(card, [knee, legs, left])).toEqual([legs]);
  expect(walksWith({ ...card, inputs: ['knee_angle_ipsi'] }, [knee, legs, left])).toEqual([knee, legs]);
});
