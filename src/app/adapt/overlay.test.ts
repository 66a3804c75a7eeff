import { expect, test } from 'vitest';
import type { StrideView } from '../../engine/adapt-protocol';
import { normCurve } from '../../gait/norms';
import { overlayJoints, overlayOf } from './overlay';

const flat = (value: number): Float32Array => new Float32Array(101).fill(value);
const stride = (id: number, used: boolean, curves: StrideView['curves']): StrideView =>
  ({ id, used, curves }) as StrideView;

test('the mean is of the strides that count, at each point of those that are known there', () => {
  const broken = flat(40);
  broken[50] = Number.NaN;
  const { mean, counted, out } = overlayOf(
    [
      stride(0, true, { knee: flat(20) }),
      stride(1, true, { knee: broken }),
      stride(2, false, { knee: flat(90) }),
    ],
    'knee',
  );
  expect(counted.map((c) => c.id)).toEqual([0, 1]);
  expect(out.map((c) => c.id)).toEqual([2]);
  expect(mean![0]).toBe(30);
  expect(mean![50]).toBe(20);
});

test('the knee is held against the norm as it is, hip and ankle by their shape only', () => {
  const norm = normCurve('knee');
  const knee = overlayOf([stride(0, true, { knee: flat(20) })], 'knee').norm;
  expect(knee.low[10]).toBeCloseTo(norm.mean[10] - norm.sd[10], 4);
  const hipNorm = normCurve('hip');
  const hip = overlayOf([stride(0, true, { hip: hipNorm.mean.map((m) => m + 15) })], 'hip').norm;
  expect(hip.high[70]).toBeCloseTo(hipNorm.mean[70] + hipNorm.sd[70] + 15, 3);
});

test('no stride that counts: no mean, and the norm where it is', () => {
  const { mean, norm } = overlayOf([stride(0, false, { ankle: flat(3) })], 'ankle');
  expect(mean).toBeNull();
  expect(norm.low[0]).toBeCloseTo(normCurve('ankle').mean[0] - normCurve('ankle').sd[0], 4);
});

test('joints are those that were measured, the knee first', () => {
  expect(overlayJoints([stride(0, true, { ankle: flat(0), knee: flat(0) })])).toEqual(['knee', 'ankle']);
  expect(overlayJoints([])).toEqual([]);
});
