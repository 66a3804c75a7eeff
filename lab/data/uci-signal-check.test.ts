import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SignalFinding } from '../../src/gait/signal-check';
import { SignalCheck } from '../../src/gait/signal-check';
import { dataDir } from './dir';
import type { UciRecording } from './uci';
import { readUciSet, UCI_MUSCLES } from './uci';

/** Sound recordings of real people must pass; the same with a fault put in must not. */
const data = dataDir();
if (data === null)
  console.info('Signal check on real recordings skipped: no data directory (STRIDECAST_DATA)');

const CHANNELS = ['knee_angle_r', ...UCI_MUSCLES.map((m) => `${m}_r`)];
const STREAM = { id: 1, rate: 1000, channels: CHANNELS };

interface Part {
  recording: UciRecording;
  from: number;
  to: number;
}

/** Runs a check over parts of recordings, one a step; null skips a step. */
function check(
  parts: (Part | null)[],
  fault: (x: number, channel: number, i: number) => number = (x) => x,
): SignalFinding[] {
  const run = new SignalCheck({ streams: [STREAM], affectedSide: 'r' });
  run.start();
  let index = 0;
  for (const part of parts) {
    if (part !== null) {
      const { recording: r, from, to } = part;
      const columns = [r.knee, ...UCI_MUSCLES.map((m) => r.emg[m])];
      const count = Math.min(to, r.knee.length) - from;
      const values = Float32Array.from({ length: count * 5 }, (_, i) =>
        fault(columns[i % 5][from + Math.floor(i / 5)], i % 5, Math.floor(i / 5)),
      );
      run.push({
        stream: 1,
        channels: CHANNELS,
        rate: 1000,
        firstIndex: index,
        startUs: index * 1000,
        count,
        data: values,
      });
      index += count;
    }
    run.next();
  }
  return run.report!.findings;
}
const bad = (findings: SignalFinding[], severity = 'fix'): string[] =>
  findings.filter((f) => f.severity === severity).map((f) => `${f.channel} ${f.step} ${f.code}`);

describe.skipIf(data === null)('signal check on the real recordings', () => {
  const all = data === null ? [] : readUciSet(join(data, 'uci'));
  const named = (name: string): UciRecording => all.find((r) => r.person + r.task === name)!;
  const stands: Part[] =
    data === null
      ? []
      : [
          { recording: named('6Amar'), from: 33_100, to: 38_300 },
          { recording: named('8Apie'), from: 0, to: 3100 },
          { recording: named('4Apie'), from: 19_300, to: 21_600 },
        ];

  it('passes people who stand still', () => {
    for (const stand of stands) {
      const findings = check([stand, null, null]);
      expect([stand.recording.person, ...bad(findings), ...bad(findings, 'note')]).toEqual([
        stand.recording.person,
      ]);
    }
  });
  it('passes every standing knee flexion as a bend', () => {
    for (const recording of all.filter((r) => r.task === 'pie')) {
      // One begins with the knee bent: no standing is known before it.
      const from = recording.knee.findIndex((x) => x < 15);
      const findings = check([null, { recording, from, to: from + 10_000 }, null]);
      expect([recording.person, ...bad(findings)]).toEqual([recording.person]);
    }
  });
  it('passes every seated knee extension as a contraction', () => {
    for (const recording of all.filter((r) => r.task === 'sen')) {
      const findings = check([null, null, { recording, from: 0, to: Infinity }]);
      expect([recording.person, ...bad(findings)]).toEqual([recording.person]);
    }
  });
  it.each<[string, (x: number, c: number, i: number) => number, string[]]>([
    [
      'mains on VM',
      (x, c, i) => (c === 3 ? x + 0.06 * Math.sin(0.1 * Math.PI * i) : x),
      ['emg_vm_r stand hum'],
    ],
    ['a dead ST electrode', (x, c) => (c === 4 ? 0 : x), ['emg_st_r stand flat']],
    ['a sign', (x, c) => (c === 0 ? -x : x), ['knee_angle_r bend wrong_sign']],
    [
      'a sensor that ends at 60 deg',
      (x, c) => (c === 0 ? Math.min(60, x) : x),
      ['knee_angle_r bend clipped'],
    ],
    ['a dead knee', (x, c) => (c === 0 ? 2 : x), ['knee_angle_r bend flat']],
    ['a zero 40 deg off', (x, c) => (c === 0 ? x + 40 : x), ['knee_angle_r stand out_of_range']],
    ['a loose knee sensor', (x, c, i) => (c === 0 && i % 97 < 9 ? x + 8 : x), ['knee_angle_r stand noisy']],
    [
      'an amplifier that clips',
      (x, c) => (c === 1 ? Math.max(-0.01, Math.min(0.01, x)) : x),
      ['emg_rf_r stand clipped'],
    ],
  ])('finds %s put into them', (_, fault, wanted) => {
    const bend = { recording: named('4Apie'), from: 0, to: 10_000 };
    for (const stand of stands.slice(0, 1)) expect(bad(check([stand, bend, null], fault))).toEqual(wanted);
  });
});
