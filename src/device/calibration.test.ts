import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_CHANNELS } from '../gait/channels';
import type { SampleBlock } from '../gait/sample-block';
import {
  applyCalibration,
  type Calibration,
  calibrationProblems,
  defaultCalibration,
  isCalibration,
  mergeCalibration,
  parseCalibration,
  withMapping,
  withTurnedSign,
  withZero,
} from './calibration';
import { guessChannel } from './channel-guess';
import type { ChannelDescription, DeviceDescription } from './events';

function device(
  channels: [name: string, unit: ChannelDescription['unit']][],
  serial = 'S1',
): DeviceDescription {
  return {
    protocol: 'stridelink',
    protocolVersion: 1,
    name: 'D',
    serial,
    firmware: '',
    streams: [
      { id: 0, rate: 100, channels: channels.map(([name, unit]) => ({ name, unit, scale: 1, offset: 0 })) },
    ],
  };
}

function block(channels: string[], rows: number[][]): SampleBlock {
  return {
    stream: 0,
    channels,
    rate: 100,
    firstIndex: 40,
    startUs: 7,
    count: rows.length,
    data: Float32Array.from(rows.flat()),
  };
}

describe('guessChannel', () => {
  it.each<[string, string | undefined]>([
    ['RKnee', 'knee_angle_r'],
    ['knee_r', 'knee_angle_r'],
    ['KneeAngleR', 'knee_angle_r'],
    ['KNEE_ANGLE_L', 'knee_angle_l'],
    ['rknee', 'knee_angle_r'],
    ['kneeleft', 'knee_angle_l'],
    ['left hip flexion', 'hip_flexion_l'],
    ['HipAbdR', 'hip_adduction_r'],
    ['r.hip.rot', 'hip_rotation_r'],
    ['AnkleDorsiflexion_L', 'ankle_angle_l'],
    ['shoulderL', 'arm_flex_l'],
    ['ElbowRight', 'elbow_flex_r'],
    ['EMG1_RF_R', 'emg_rf_r'],
    ['emg vastus medialis left', 'emg_vm_l'],
    ['BicepsFemoris_R', 'emg_bf_r'],
    ['semitendinosus-l', 'emg_st_l'],
    ['cuff_force_shank_r', 'interaction_force_shank_r'],
    ['heel_contact_l', 'foot_contact_l'],
    ['FSR_Heel_R', 'foot_contact_r'],
    ['knee', undefined],
    ['knee_velocity_r', undefined],
    ['knee_torque_r', undefined],
    ['R Knee cmd', undefined],
    ['knee_r_l', undefined],
    ['temperature', undefined],
    ['column_1', undefined],
    ['', undefined],
  ])('%s -> %s', (name, ours) => {
    expect(guessChannel(name, null)).toBe(ours);
  });

  it('gives a name without a side the side that it is told', () => {
    expect(guessChannel('knee', 'l')).toBe('knee_angle_l');
    expect(guessChannel('RKnee', 'l')).toBe('knee_angle_r');
  });

  it('knows every channel by its own name, and only gives names that are ours', () => {
    for (const name of ALL_CHANNELS) expect(guessChannel(name, null)).toBe(name);
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('r' as const, 'l' as const, null), (name, side) => {
        const guess = guessChannel(name, side);
        expect(guess === undefined || ALL_CHANNELS.includes(guess)).toBe(true);
      }),
    );
  });
});

describe('defaultCalibration', () => {
  it('maps what is clear, converts microvolts, and leaves the rest unmapped', () => {
    const c = defaultCalibration(
      device([
        ['RKnee', 'deg'],
        ['EMG_RF_R', 'uV'],
        ['cadence', '1'],
      ]),
    );
    expect(c).toEqual({
      version: 1,
      serial: 'S1',
      channels: [
        { device: 'RKnee', name: 'knee_angle_r', sign: 1, zero: 0, gain: 1 },
        { device: 'EMG_RF_R', name: 'emg_rf_r', sign: 1, zero: 0, gain: 0.001 },
        { device: 'cadence', name: null, sign: 1, zero: 0, gain: 1 },
      ],
    });
  });

  it('does not map a quantity to another, and takes a unit that is not told for ours', () => {
    const names = (d: DeviceDescription) => defaultCalibration(d).channels.map((c) => c.name);
    expect(names(device([['knee_r', 'N']]))).toEqual([null]);
    expect(names(device([['knee_r', '1']]))).toEqual(['knee_angle_r']);
  });

  it('maps one device channel to each of ours, our own name first', () => {
    const c = defaultCalibration(
      device([
        ['RKnee', 'deg'],
        ['knee_angle_r', 'deg'],
        ['LKnee', 'deg'],
        ['knee_l', 'deg'],
      ]),
    );
    expect(c.channels.map((x) => x.name)).toEqual([null, 'knee_angle_r', 'knee_angle_l', null]);
  });

  it('never contradicts itself', () => {
    const name = fc.oneof(
      fc.constantFrom(...ALL_CHANNELS, 'RKnee', 'knee_r', 'knee', 'x'),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
        const d = device(names.map((n) => [n, '1']));
        expect(calibrationProblems(defaultCalibration(d, 'r'), d)).toEqual([]);
      }),
    );
  });
});

describe('applyCalibration', () => {
  const calibration: Calibration = {
    version: 1,
    serial: 'S1',
    channels: [
      { device: 'a', name: 'knee_angle_r', sign: -1, zero: 5, gain: 2 },
      { device: 'b', name: null, sign: 1, zero: 0, gain: 1 },
      { device: 'c', name: 'hip_flexion_r', sign: 1, zero: -1, gain: 1 },
    ],
  };

  it('gives our names and units and leaves out what is unmapped, in the order of the device', () => {
    const input = block(
      ['c', 'b', 'a', 'd'],
      [
        [1, 9, 7, 9],
        [2, 9, 4, 9],
      ],
    );
    expect(applyCalibration(input, calibration)).toEqual({
      ...input,
      channels: ['hip_flexion_r', 'knee_angle_r'],
      data: Float32Array.of(2, -4, 3, 2),
    });
    expect([...input.data]).toEqual([1, 9, 7, 9, 2, 9, 4, 9]);
  });

  it('gives null where nothing is mapped', () => {
    expect(applyCalibration(block(['b', 'd'], [[1, 2]]), calibration)).toBeNull();
  });

  it('reads 0 after zeroing on the mean, whatever came before', () => {
    const finite = fc.double({ min: -90, max: 90, noNaN: true });
    const gain = fc.constantFrom(1, 0.5, 2);
    const sign = fc.constantFrom(1 as const, -1 as const);
    fc.assert(
      fc.property(finite, finite, gain, sign, (raw, zero, g, s) => {
        const c: Calibration = {
          ...calibration,
          channels: [{ device: 'a', name: 'knee_angle_r', sign: s, zero, gain: g }],
        };
        const now = applyCalibration(block(['a'], [[raw]]), c)!.data[0];
        const zeroed = withZero(c, { knee_angle_r: now });
        expect(applyCalibration(block(['a'], [[raw]]), zeroed)!.data[0]).toBeCloseTo(0, 3);
        expect(applyCalibration(block(['a'], [[raw + 1]]), zeroed)!.data[0]).toBeCloseTo(s * g, 3);
      }),
    );
  });

  it('zeroes angles only, and not on a mean that is none', () => {
    const c: Calibration = {
      ...calibration,
      channels: [
        { device: 'a', name: 'knee_angle_r', sign: 1, zero: 1, gain: 1 },
        { device: 'b', name: 'emg_rf_r', sign: 1, zero: 0, gain: 1 },
      ],
    };
    expect(withZero(c, { knee_angle_r: Number.NaN, emg_rf_r: 3 })).toEqual(c);
    expect(withZero(c, {})).toEqual(c);
  });
});

describe('changes', () => {
  const d = device([
    ['a', 'deg'],
    ['b', 'uV'],
  ]);
  const c = defaultCalibration(d);

  it('turns one sign', () => {
    const turned = withTurnedSign(c, 'a');
    expect(turned.channels.map((x) => x.sign)).toEqual([-1, 1]);
    expect(withTurnedSign(turned, 'a')).toEqual(c);
  });

  it('maps a channel, takes the name from another, and sets the gain between the units', () => {
    const channels = d.streams[0].channels;
    const one = withMapping(c, channels[0], 'knee_angle_r');
    const two = withMapping(one, channels[1], 'emg_vm_l');
    expect(two.channels.map((x) => [x.name, x.gain])).toEqual([
      ['knee_angle_r', 1],
      ['emg_vm_l', 0.001],
    ]);
    expect(withMapping(two, channels[1], 'knee_angle_r').channels.map((x) => x.name)).toEqual([
      null,
      'knee_angle_r',
    ]);
    expect(withMapping(two, channels[1], null).channels[1]).toMatchObject({ name: null, gain: 1 });
  });

  it('keeps what is remembered when the device gains and loses channels', () => {
    const old = withTurnedSign(
      defaultCalibration(
        device([
          ['RKnee', 'deg'],
          ['gone', '1'],
        ]),
      ),
      'RKnee',
    );
    const merged = mergeCalibration(
      old,
      device([
        ['RKnee', 'deg'],
        ['knee_r', 'deg'],
        ['LKnee', 'deg'],
      ]),
    );
    expect(merged.channels.map((x) => [x.device, x.name, x.sign])).toEqual([
      ['RKnee', 'knee_angle_r', -1],
      ['gone', null, 1],
      ['knee_r', null, 1],
      ['LKnee', 'knee_angle_l', 1],
    ]);
  });
});

describe('parseCalibration and calibrationProblems', () => {
  const good = defaultCalibration(device([['RKnee', 'deg']]));
  const channel = good.channels[0];

  it('takes back its own JSON', () => {
    expect(parseCalibration(JSON.parse(JSON.stringify(good)))).toEqual(good);
  });

  it.each<[string, unknown]>([
    ['version', { ...good, version: 2 }],
    ['channels.0.sign', { ...good, channels: [{ ...channel, sign: 0 }] }],
    ['channels.0.zero', { ...good, channels: [{ ...channel, zero: null }] }],
    ['channels.0.gain', { ...good, channels: [{ ...channel, gain: 0 }] }],
    ['', 'text'],
    ['', null],
  ])('refuses what is malformed, and says where: %s', (detail, json) => {
    const parsed = parseCalibration(json);
    expect(isCalibration(parsed)).toBe(false);
    expect(parsed).toEqual({ code: 'malformed', detail });
  });

  it('finds contradictions', () => {
    const d = device([
      ['a', 'deg'],
      ['b', 'N'],
    ]);
    const row = (name: string, ours: string | null) => ({ ...channel, device: name, name: ours });
    const problems = calibrationProblems(
      {
        version: 1,
        serial: 'other',
        channels: [
          row('a', 'knee_angle_r'),
          row('a', 'knee_angle_r'),
          row('b', 'emg_rf_r'),
          row('e', 'knee_angle_ipsi'),
          row('f', 'tail_angle_r'),
        ],
      },
      d,
    );
    expect(problems.map((p) => `${p.code} ${p.detail}`)).toEqual([
      'other_device other',
      'duplicate_channel a',
      'duplicate_name knee_angle_r',
      'unit_mismatch N:mV',
      'unknown_name knee_angle_ipsi',
      'unknown_name tail_angle_r',
    ]);
  });
});
