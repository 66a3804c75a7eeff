import { expect, test } from 'vitest';
import { bundle, JOINT, STEPS } from './testing/bundle';
import { COMPARE, HIGH, LOW, MEAN, TickBuffer } from './tick-buffer';

test('measured values are read by tick, unknown ticks as NaN', () => {
  const buffer = new TickBuffer(8);
  buffer.push(bundle(100, 5));
  expect(buffer.head).toBe(104);
  const out = new Float64Array(8);
  buffer.readMeasured('knee_angle_l', 98, out);
  expect([...out]).toEqual([NaN, NaN, -100, -101, -102, -103, -104, NaN]);
  expect(buffer.measuredAt('hip_flexion_r', 103)).toBeNaN();
});

test('the ring forgets the oldest and never shows it as new', () => {
  const buffer = new TickBuffer(8);
  for (let t = 0; t < 21; t += 3) buffer.push(bundle(t, 3));
  const out = new Float64Array(10);
  buffer.readMeasured(JOINT, 11, out);
  expect([...out]).toEqual([NaN, NaN, 13, 14, 15, 16, 17, 18, 19, 20]);
});

test('ticks between two bundles are unknown, and so are their forecasts', () => {
  const buffer = new TickBuffer(8);
  buffer.push(bundle(0, 8));
  buffer.push(bundle(10, 2, { forecastTicks: new Int32Array() }));
  const out = new Float64Array(6);
  buffer.readMeasured(JOINT, 6, out);
  expect([...out]).toEqual([6, 7, NaN, NaN, 10, 11]);
  for (const tick of [8, 9, 10, 11]) expect(buffer.forecastAt(JOINT, 'r', tick, 1, MEAN)).toBeNaN();
});

test('a bundle longer than the ring leaves its newest part', () => {
  const buffer = new TickBuffer(8);
  buffer.push(bundle(0, 20));
  expect(buffer.measuredAt(JOINT, 11)).toBeNaN();
  expect(buffer.measuredAt(JOINT, 12)).toBe(12);
  expect(buffer.forecastAt(JOINT, 'r', 12, 1, MEAN)).toBe(12_001);
});

test('the forecast ahead, its band, the baseline beside it', () => {
  const buffer = new TickBuffer(16);
  buffer.push(bundle(0, 10));
  const out = new Float64Array(8).fill(NaN);
  buffer.readAhead(JOINT, 'r', HIGH, out, 3);
  expect([...out]).toEqual([NaN, NaN, NaN, NaN, 9002, 9003, 9004, 9005]);
  buffer.readAhead(JOINT, 'r', COMPARE, out, 3);
  expect([...out].slice(4)).toEqual([9001.5, 9002.5, 9003.5, 9004.5]);
  expect(buffer.aheadAt(JOINT, 'l', 1, MEAN)).toBeNaN();
});

test('a forecast that comes after its row is shown for what is still ahead', () => {
  const buffer = new TickBuffer(16);
  buffer.push(bundle(0, 8, { forecastTicks: new Int32Array() }));
  expect(buffer.aheadAt(JOINT, 'r', 1, MEAN)).toBeNaN();
  buffer.push(bundle(8, 2, {}, { pitch: 7, forecastFrom: 7 }));
  const out = new Float64Array(5).fill(NaN);
  buffer.readAhead(JOINT, 'r', MEAN, out, 0);
  // Made at 7, now is 9: its steps 3 and 4 lie one and two ticks ahead.
  expect([...out]).toEqual([NaN, 7003, 7004, NaN, NaN]);
});

test('what was forecast before against what came', () => {
  const buffer = new TickBuffer(16);
  buffer.push(bundle(0, 10));
  const out = new Float64Array(5);
  buffer.readHindsight(JOINT, 'r', 2, LOW, 0, out);
  // Tick 2 was forecast at tick 0 as step 2: 0 * 1000 + 2 - 1.
  expect([...out]).toEqual([NaN, NaN, 1, 1001, 2001]);
  expect(buffer.forecastAt(JOINT, 'r', 9, STEPS + 1, MEAN)).toBeNaN();
});

test('at a lower forecast rate hindsight is bridged between two forecasts, but not across a pause', () => {
  const buffer = new TickBuffer(64);
  buffer.push(bundle(0, 9, {}, { pitch: 4 }));
  const out = new Float64Array(10);
  buffer.readHindsight(JOINT, 'r', 1, MEAN, 0, out);
  expect([...out]).toEqual([NaN, 1, 1001, 2001, 3001, 4001, 5001, 6001, 7001, 8001]);
  // Forecasts at 8 and then only at 28, four ticks apart again after it: 19 ticks are unknown.
  buffer.push(bundle(9, 24, {}, { pitch: 4, forecastFrom: 28 }));
  const later = new Float64Array(25);
  buffer.readHindsight(JOINT, 'r', 1, MEAN, 9, later);
  expect(later[0]).toBe(8001);
  expect([...later.slice(1, 20)].every(Number.isNaN)).toBe(true);
  expect([...later.slice(20)]).toEqual([28_001, 29_001, 30_001, 31_001, 32_001]);
});

test('a new generation, or other lanes, start empty', () => {
  const buffer = new TickBuffer(16);
  buffer.push(bundle(0, 5));
  buffer.push(bundle(2, 1, { generation: 2 }));
  expect(buffer.head).toBe(2);
  expect(buffer.measuredAt(JOINT, 1)).toBeNaN();
  buffer.push(bundle(3, 1, { generation: 2, lanes: [], forecasts: [], compare: [] }));
  expect(buffer.aheadAt(JOINT, 'r', 1, MEAN)).toBeNaN();
});

test('a snapshot stays as it is', () => {
  const buffer = new TickBuffer(8);
  buffer.push(bundle(0, 4));
  const still = buffer.snapshot();
  buffer.push(bundle(4, 8));
  expect([still.head, still.newestForecast]).toEqual([3, 3]);
  expect(still.measuredAt(JOINT, 0)).toBe(0);
  expect(buffer.measuredAt(JOINT, 0)).toBeNaN();
});
