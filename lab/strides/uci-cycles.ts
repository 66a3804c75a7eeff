import { CycleSet } from '../../src/gait/cycles/cycle-set';
import { CycleTracker } from '../../src/gait/cycles/cycle-tracker';
import type { CycleEntry } from '../../src/gait/cycles/cycle-set';
import { readUciSet, type UciRecording, type UciTask } from '../data/uci';
import { kneeSignal } from '../train/recordings';
import { anglesOnly } from './angles-only';
import { RATE } from './leg-ticks';

export interface KneeWalk {
  readonly person: string;
  readonly group: string;
  readonly seconds: number;
  /** By autocorrelation of the whole recording: looks ahead, shares nothing with the detector. */
  readonly period: number;
  /** Time in which the knee moves as in walking, over the period. */
  readonly expectedStrikes: number;
  readonly strikes: number;
  readonly medianSeconds: number;
  readonly entries: readonly CycleEntry[];
}

/** One knee each, through the live pipeline's ticks. */
export function uciWalks(dir: string): KneeWalk[] {
  return readUciSet(dir, 'mar').map((recording) => {
    const { measured } = kneeSignal(recording, RATE);
    const period = periodOf(measured);
    const entries = cyclesOf(measured);
    const seconds = entries.map((e) => e.cycle.seconds).sort((a, b) => a - b);
    return {
      person: recording.person,
      group: recording.group,
      seconds: measured.length / RATE,
      period,
      expectedStrikes: walkedSeconds(measured, period) / period,
      strikes: anglesOnly([...measured].map((knee) => ({ knee }))).heel_strike.length,
      medianSeconds: seconds[seconds.length >> 1],
      entries,
    };
  });
}

/** Cycles in recordings in which nobody walks, and their length in minutes. */
export function uciNotWalking(dir: string, task: UciTask): { cycles: number; minutes: number } {
  const all = readUciSet(dir, task);
  return {
    cycles: all.reduce((sum, r) => sum + cyclesOf(kneeSignal(r, RATE).measured).length, 0),
    minutes: all.reduce((sum: number, r: UciRecording) => sum + r.knee.length / r.rate / 60, 0),
  };
}

function cyclesOf(knee: Float32Array): readonly CycleEntry[] {
  const tracker = new CycleTracker(RATE);
  const set = new CycleSet();
  for (const x of knee) for (const cycle of tracker.push({ r: { knee: x } })) set.add(cycle);
  return set.entries;
}

/** Strongest period of the knee between 0.7 and 2.5 s. */
function periodOf(x: Float32Array): number {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  let best = { lag: 0, r: -Infinity };
  for (let lag = 70; lag <= 250 && lag < x.length / 2; lag += 1) {
    let [sum, a, b] = [0, 0, 0];
    for (let i = 0; i + lag < x.length; i += 1) {
      sum += (x[i] - mean) * (x[i + lag] - mean);
      a += (x[i] - mean) ** 2;
      b += (x[i + lag] - mean) ** 2;
    }
    const r = sum / Math.sqrt(a * b);
    if (r > best.r) best = { lag, r };
  }
  return best.lag / RATE;
}

/** Moving: over one period around a tick the knee goes through 40 % of its 2-98 % range. */
function walkedSeconds(knee: Float32Array, period: number): number {
  const sorted = knee.slice().sort();
  const range = sorted[Math.floor(0.98 * knee.length)] - sorted[Math.floor(0.02 * knee.length)];
  const half = Math.round((period * RATE) / 2);
  let ticks = 0;
  for (let i = 0; i < knee.length; i += 1) {
    const around = knee.subarray(Math.max(0, i - half), i + half + 1);
    if (Math.max(...around) - Math.min(...around) > 0.4 * range) ticks += 1;
  }
  return ticks / RATE;
}
