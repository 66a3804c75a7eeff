import { describe, expect, it } from 'vitest';
import type { ChannelName } from '../channels';
import { Rng } from '../rng';
import { SignalCheck } from '.';
import type { SignalCheckReport, SignalCheckStep, SignalFinding } from '.';

const STREAMS = [
  { id: 1, rate: 100, channels: ['knee_angle_r', 'knee_angle_l', 'hip_flexion_r'] },
  { id: 2, rate: 1000, channels: ['emg_rf_r', 'emg_bf_r', 'emg_vm_r', 'emg_st_r'] },
];
const SECONDS: Record<SignalCheckStep, number> = { stand: 10, bend: 10, contract: 6 };

type Value = (t: number, step: SignalCheckStep) => number;

/** A sound person and device: sway, tenth-of-a-degree goniometers, 3 uV electrodes. */
function sound(): Map<ChannelName, Value> {
  const rng = new Rng(5);
  const gonio = (angle: number): number => Math.round(10 * (angle + rng.normal(0, 0.08))) / 10;
  const bends = (t: number): number => 35 * (1 - Math.cos(2 * Math.PI * Math.min(t, 8) * 0.5));
  const emg =
    (tense: number): Value =>
    (_, step) =>
      rng.normal(0, step === 'contract' ? tense : 0.003);
  return new Map<ChannelName, Value>([
    ['knee_angle_r', (t, step) => gonio(step === 'bend' ? bends(t) : 2 + 0.5 * Math.sin(2 * t))],
    ['knee_angle_l', (t) => gonio(3 + 0.5 * Math.sin(1.7 * t))],
    ['hip_flexion_r', (t, step) => gonio(step === 'bend' ? bends(t) / 4 : 4)],
    ['emg_rf_r', emg(0.08)],
    ['emg_vm_r', emg(0.06)],
    ['emg_bf_r', emg(0.02)],
    ['emg_st_r', emg(0.015)],
  ]);
}

interface Run {
  streams?: { id: number; rate: number; channels: ChannelName[] }[];
  /** Seconds of each step before the therapist goes on. */
  seconds?: Partial<Record<SignalCheckStep, number>>;
  prepare?: (check: SignalCheck) => void;
  expected?: ChannelName[];
  /** Rate by the device's stamps over the nominal one. */
  clockFactor?: number;
  /** Share of blocks that are lost. */
  loss?: number;
}

function run(values: Map<ChannelName, Value>, options: Run = {}): SignalCheckReport {
  const { streams = STREAMS, seconds = {}, clockFactor = 1, loss = 0 } = options;
  const check = new SignalCheck({ streams, affectedSide: 'r', expected: options.expected });
  options.prepare?.(check);
  const rng = new Rng(9);
  check.start();
  let at = 0;
  while (check.step !== null) {
    const step = check.step;
    const length = seconds[step] ?? SECONDS[step];
    for (let t = 0; t < length - 1e-9; t += 0.1) {
      for (const s of streams) {
        const count = Math.round(s.rate / 10);
        if (rng.uniform() < loss) {
          check.gap(s.id, count);
          continue;
        }
        const data = Float32Array.from({ length: count * s.channels.length }, (_, i) =>
          values.get(s.channels[i % s.channels.length])!(
            t + Math.floor(i / s.channels.length) / s.rate,
            step,
          ),
        );
        const startUs = Math.round(((at + t) * 1e6) / clockFactor);
        const firstIndex = Math.round((at + t) * s.rate);
        check.push({ stream: s.id, channels: s.channels, rate: s.rate, firstIndex, startUs, count, data });
      }
    }
    at += length;
    if (loss === 0) expect(check.progress).toBe(Math.min(1, length / SECONDS[step]));
    check.next();
  }
  return check.report!;
}

const changed = (
  channel: ChannelName,
  change: (x: number, t: number, step: SignalCheckStep) => number,
): Map<ChannelName, Value> => {
  const values = sound();
  const before = values.get(channel)!;
  return values.set(channel, (t, step) => change(before(t, step), t, step));
};
const brief = (f: SignalFinding): string => `${f.channel} ${f.step} ${f.code} ${f.severity}`;
const hum = (hz: number, amplitude: number) => (x: number, t: number) =>
  x + amplitude * Math.sin(2 * Math.PI * hz * t);

describe('signal check', () => {
  it('passes a sound signal, channel by channel, and the report is plain data', () => {
    const report = run(sound());
    expect(report.findings.map(brief)).toEqual(
      STREAMS.flatMap((s) => s.channels.map((c) => `${c} stand ok pass`)),
    );
    expect(report.sound).toBe(true);
    expect(report.steps).toEqual(['stand', 'bend', 'contract']);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it.each<[string, Map<ChannelName, Value>, string[]]>([
    [
      'an electrode that is off (dead)',
      changed('emg_vm_r', () => 0),
      ['emg_vm_r stand flat fix', 'emg_vm_r contract no_contact fix'],
    ],
    [
      'an electrode off its skin (50 Hz)',
      changed('emg_rf_r', (_x, t) => hum(50.1, 0.08)(0, t)),
      ['emg_rf_r stand hum fix', 'emg_rf_r contract no_contact fix'],
    ],
    [
      'mains of 60 Hz on a hamstring',
      changed('emg_st_r', hum(60, 0.03)),
      ['emg_st_r stand hum fix', 'emg_st_r contract no_contact note'],
    ],
    [
      'a little mains',
      changed('emg_bf_r', hum(50, 0.01)),
      ['emg_bf_r stand hum note', 'emg_bf_r contract no_contact note'],
    ],
    ['a noisy electrode', changed('emg_bf_r', (x) => 50 * x), ['emg_bf_r stand noisy fix']],
    [
      'an amplifier at its limit',
      changed('emg_rf_r', (x) => Math.min(x, 0.0015)),
      ['emg_rf_r stand clipped fix', 'emg_rf_r contract clipped fix'],
    ],
    [
      'an amplifier too small for a contraction',
      changed('emg_rf_r', (x) => Math.max(-0.1, Math.min(x, 0.1))),
      ['emg_rf_r contract clipped fix'],
    ],
    [
      'no contraction on a quadriceps electrode',
      changed('emg_vm_r', (x, _t, s) => (s === 'contract' ? x / 20 : x)),
      ['emg_vm_r contract no_contact fix'],
    ],
    [
      'a weak contraction',
      changed('emg_vm_r', (x, _t, s) => (s === 'contract' ? x / 10 : x)),
      ['emg_vm_r contract no_contact note'],
    ],
    ['EMG beyond what a body gives', changed('emg_rf_r', (x) => x + 20), ['emg_rf_r stand out_of_range fix']],
    [
      'a dead knee sensor',
      changed('knee_angle_r', () => 3),
      ['knee_angle_r stand flat note', 'knee_angle_r bend flat fix'],
    ],
    [
      'a patient who did not bend',
      changed('knee_angle_r', (x, _t, s) => (s === 'bend' ? x / 8 : x)),
      ['knee_angle_r bend flat note'],
    ],
    [
      'a knee worn the other way round',
      changed('knee_angle_r', (x) => -x),
      ['knee_angle_r bend wrong_sign fix'],
    ],
    [
      'a knee sensor that ends at 50 deg',
      changed('knee_angle_r', (x) => Math.min(x, 50)),
      ['knee_angle_r bend clipped fix'],
    ],
    [
      'a stop at the straight leg',
      changed('knee_angle_r', (x) => Math.max(x, 4)),
      ['knee_angle_r bend clipped note'],
    ],
    ['no zero', changed('knee_angle_r', (x) => x + 40), ['knee_angle_r stand out_of_range fix']],
    ['a poor zero', changed('hip_flexion_r', (x) => x + 12), ['hip_flexion_r stand out_of_range note']],
    [
      'an angle in other units',
      changed('hip_flexion_r', (x) => 100 * x),
      ['hip_flexion_r stand out_of_range fix'],
    ],
    [
      'a loose potentiometer',
      changed('knee_angle_l', (x, t) => x + (Math.round(100 * t) % 7 === 0 ? 5 : 0)),
      ['knee_angle_l stand noisy fix'],
    ],
    [
      'a patient who does not stand still',
      changed('knee_angle_l', (x, t) => x + 9 * Math.sin(3 * t)),
      ['knee_angle_l stand noisy note'],
    ],
    [
      'a channel that never has a value',
      changed('hip_flexion_r', () => NaN),
      ['hip_flexion_r stand missing fix'],
    ],
  ])('finds %s, and blames no other channel', (_, values, wanted) => {
    const report = run(values);
    const found = report.findings.filter((f) => f.code !== 'ok').map(brief);
    expect(found).toEqual(wanted);
    expect(report.sound).toBe(!found.some((f) => f.endsWith('fix')));
  });

  it('finds legs that are swapped', () => {
    const values = sound();
    const [right, left] = [values.get('knee_angle_r')!, values.get('knee_angle_l')!];
    values.set('knee_angle_r', left).set('knee_angle_l', right);
    const found = run(values)
      .findings.filter((f) => f.severity === 'fix')
      .map(brief);
    expect(found).toEqual(['knee_angle_r bend swapped_legs fix', 'knee_angle_l bend swapped_legs fix']);
  });
  it('finds electrodes on the other thigh', () => {
    const rest = new Rng(6);
    const values = sound()
      .set('emg_vm_l', sound().get('emg_vm_r')!)
      .set('emg_vm_r', () => rest.normal(0, 0.003));
    const streams = [STREAMS[0], { ...STREAMS[1], channels: ['emg_vm_r', 'emg_vm_l'] }];
    const found = run(values, { streams })
      .findings.filter((f) => f.severity === 'fix')
      .map(brief);
    expect(found).toEqual(['emg_vm_r contract swapped_legs fix', 'emg_vm_l contract swapped_legs fix']);
  });
  it('sees mains on an angle where the rate can show it', () => {
    const streams = [{ ...STREAMS[0], rate: 500 }, STREAMS[1]];
    const found = run(changed('knee_angle_l', hum(50, 1)), { streams }).findings;
    expect(found.filter((f) => f.code !== 'ok').map(brief)).toEqual(['knee_angle_l stand hum fix']);
    expect(found.find((f) => f.code === 'hum')!.figures).toMatchObject({ humHz: 50 });
  });
  it('finds a device clock off its rate, loss and drift, on every channel of the stream', () => {
    const codes = (o: Run): string[] => [
      ...new Set(run(sound(), o).findings.map((f) => `${f.code} ${f.severity}`)),
    ];
    expect(codes({ clockFactor: 1.005 })).toEqual(['ok pass']);
    expect(codes({ clockFactor: 1.02 })).toEqual(['rate_off note']);
    expect(codes({ clockFactor: 0.9 })).toEqual(['rate_off fix']);
    expect(codes({ loss: 0.2 })).toEqual(['rate_off fix']);
    const clock = (ppm: number) => (c: SignalCheck) => {
      for (const id of [1, 2]) c.clock(id, { measuredRate: null, driftPpm: ppm });
    };
    expect(codes({ prepare: clock(200) })).toEqual(['ok pass']);
    expect(codes({ prepare: clock(-5000) })).toEqual(['drift note']);
    expect(codes({ prepare: (c) => c.clock(1, { measuredRate: 80, driftPpm: null }) })).toContain(
      'rate_off fix',
    );
  });
  it('finds EMG that is sampled too slowly', () => {
    const streams = [STREAMS[0], { ...STREAMS[1], rate: 500 }];
    const found = run(sound(), { streams }).findings.filter((f) => f.code === 'rate_off');
    expect(found.map((f) => f.channel)).toEqual(STREAMS[1].channels);
    expect(found[0].figures).toEqual({ rateHz: 500, neededHz: 900 });
  });
  it('says what should be there and is not', () => {
    const found = run(sound(), { expected: ['knee_angle_r', 'ankle_angle_r'] }).findings;
    expect(found.filter((f) => f.code === 'missing').map((f) => f.channel)).toEqual(['ankle_angle_r']);
  });
});

describe('the order of work', () => {
  it('leaves out steps without a channel to look at', () => {
    expect(new SignalCheck({ streams: [STREAMS[0]], affectedSide: 'r' }).steps).toEqual(['stand', 'bend']);
    expect(new SignalCheck({ streams: [STREAMS[1]], affectedSide: 'r' }).steps).toEqual([
      'stand',
      'contract',
    ]);
    expect(new SignalCheck({ streams: STREAMS, affectedSide: 'l' }).steps).toEqual(['stand', 'bend']);
  });
  it('does not judge a step that was skipped', () => {
    const report = run(
      changed('knee_angle_r', () => 3),
      { seconds: { stand: 0.5, bend: 1, contract: 6 } },
    );
    expect(report.steps).toEqual(['contract']);
    expect(report.findings.filter((f) => f.channel === 'knee_angle_r').map((f) => f.code)).toEqual(['ok']);
  });
  it('waits in the bend for the patient: the latest ten seconds count', () => {
    const late = sound();
    const right = late.get('knee_angle_r')!;
    late.set('knee_angle_r', (t, step) =>
      step === 'bend' && t < 20 ? 2 + (t % 1) / 10 : right(t - 20, step),
    );
    expect(run(late, { seconds: { bend: 30 } }).sound).toBe(true);
  });
  it('can be cancelled and started again', () => {
    const check = new SignalCheck({ streams: STREAMS, affectedSide: 'r' });
    check.start();
    check.cancel();
    expect([check.step, check.report, check.progress]).toEqual([null, null, 0]);
    check.next();
    expect(check.report).toBeNull();
    check.start();
    expect(check.step).toBe('stand');
  });
});
