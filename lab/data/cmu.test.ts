import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CMU_FEATURES, cmuTrial, readCmuTrial } from './cmu';
import { dataDir } from './dir';

/** A skeleton with the frames of the real ones: legs splayed by 20 deg, arms level, x left, y up, z forward. */
const bone = (name: string, direction: string, axis: string, dof: string): string =>
  `  begin\n     id 1\n     name ${name}\n     direction ${direction}\n     length 1\n     axis ${axis}  XYZ\n    dof ${dof}\n    limits (-90 90)\n  end\n`;
const ASF = [
  ':version 1.10\n:units\n  mass 1.0\n  angle deg\n:root\n   axis XYZ\n:bonedata\n',
  bone('lfemur', '0.34202 -0.939693 0', '0 0 20', 'rx ry rz'),
  bone('ltibia', '0.34202 -0.939693 0', '0 0 20', 'rx'),
  bone('lfoot', '0.1 -0.28 0.95', '-90 0 20', 'rx rz'),
  bone('rfemur', '-0.34202 -0.939693 0', '0 0 -20', 'rx ry rz'),
  bone('rtibia', '-0.34202 -0.939693 0', '0 0 -20', 'rx'),
  bone('rfoot', '-0.1 -0.28 0.95', '-90 0 -20', 'rx rz'),
  bone('lclavicle', '1 0 0', '0 0 0', 'ry rz'),
  bone('lhumerus', '1 0 0', '180 -30 -90', 'rx ry rz'),
  bone('lradius', '1 0 0', '180 -30 -90', 'rx'),
  bone('lwrist', '1 0 0', '0 90 90', 'ry'),
  bone('rclavicle', '-1 0 0', '0 0 0', 'ry rz'),
  bone('rhumerus', '-1 0 0', '180 30 90', 'rx ry rz'),
  bone('rradius', '-1 0 0', '180 30 90', 'rx'),
  bone('rwrist', '-1 0 0', '0 -90 -90', 'ry'),
  ':hierarchy\n  begin\n    root lfemur rfemur\n  end\n',
].join('');

type Frame = Partial<Record<string, string>>;
const REST: Frame = {
  lfemur: '0 0 -20',
  rfemur: '0 0 20',
  ltibia: '0',
  rtibia: '0',
  lfoot: '0 0',
  rfoot: '0 0',
  lclavicle: '0 0',
  rclavicle: '0 0',
  lhumerus: '0 0 0',
  rhumerus: '0 0 0',
  lradius: '0',
  rradius: '0',
  lwrist: '0',
  rwrist: '0',
};
const amc = (frames: Frame[]): string =>
  `#!OML:ASF x\n:FULLY-SPECIFIED\n:DEGREES\n${frames
    .map(
      (f, i) =>
        `${i + 1}\nroot 0 0 0 0 0 0\n${Object.entries({ ...REST, ...f })
          .map(([k, v]) => `${k} ${v}`)
          .join('\n')}\n`,
    )
    .join('')}`;
const one = (f: Frame, feature: string): number => cmuTrial('99_01', ASF, amc([f])).features.get(feature)![0];

describe('CMU reader', () => {
  it('gives 24 features, named and in our signs', () => {
    expect(CMU_FEATURES).toHaveLength(24);
    expect(one({ ltibia: '35' }, 'knee_angle_l')).toBe(35);
    expect(one({ rfoot: '12 0' }, 'ankle_angle_r')).toBe(-12);
    expect(one({ rradius: '40' }, 'elbow_flex_r')).toBe(40);
  });

  it('turns the splayed femur into flexion, adduction and internal rotation of a hanging leg', () => {
    for (const side of ['l', 'r']) {
      // A leg brought from the splayed pose straight down stands at zero.
      expect(one({}, `hip_flexion_${side}`)).toBeCloseTo(0, 4);
      expect(one({}, `hip_adduction_${side}`)).toBeCloseTo(0, 4);
      expect(one({}, `hip_rotation_${side}`)).toBeCloseTo(0, 4);
    }
    // Left in the splayed pose it is abducted by 20 deg, on either side.
    expect(one({ lfemur: '0 0 0' }, 'hip_adduction_l')).toBeCloseTo(-20, 4);
    expect(one({ rfemur: '0 0 0' }, 'hip_adduction_r')).toBeCloseTo(-20, 4);
    // rz is applied after rx and ry, in the splayed frame: axis * Rz * Ry * Rx. Undone splay, so a pure flexion of 30.
    expect(one({ lfemur: '-30 0 -20' }, 'hip_flexion_l')).toBeCloseTo(30, 4);
    expect(one({ rfemur: '-30 0 20' }, 'hip_flexion_r')).toBeCloseTo(30, 4);
    // Turning the toes inward: the right leg about +y, the left about -y.
    expect(one({ rfemur: '0 10 20' }, 'hip_rotation_r')).toBeCloseTo(10, 4);
    expect(one({ lfemur: '0 -10 -20' }, 'hip_rotation_l')).toBeCloseTo(10, 4);
  });

  it('is the same on both sides for mirrored poses', () => {
    const mirrored = cmuTrial(
      '99_01',
      ASF,
      amc([
        {
          rfemur: '-20 5 26',
          lfemur: '-20 -5 -26',
          rhumerus: '-10 20 -70',
          lhumerus: '-10 -20 70',
          rwrist: '-15',
          lwrist: '-15',
          rclavicle: '3 -4',
          lclavicle: '-3 4',
        },
      ]),
    ).features;
    for (const name of CMU_FEATURES.filter((f) => f.endsWith('_r'))) {
      if (name.startsWith('wrist')) continue;
      expect(mirrored.get(name)![0], name).toBeCloseTo(mirrored.get(name.replace(/_r$/, '_l'))![0], 3);
    }
    expect(mirrored.get('clavicle_elevation_r')![0]).toBe(4);
    expect(mirrored.get('clavicle_protraction_r')![0]).toBe(3);
  });

  it('flags a knee that the solver holds at 0 in more than 2 % of the frames', () => {
    const frames = (zeros: number): Frame[] =>
      Array.from({ length: 100 }, (_, i) => ({ ltibia: '20', rtibia: i < zeros ? '-1.6201e-014' : '20' }));
    expect(cmuTrial('99_01', ASF, amc(frames(2))).clippedKnee).toBe(false);
    expect(cmuTrial('99_01', ASF, amc(frames(3))).clippedKnee).toBe(true);
  });

  it('refuses what it cannot read, with a reason', () => {
    expect(() => cmuTrial('x_1', 'nothing', amc([{}]))).toThrow(/bonedata/);
    expect(() => cmuTrial('x_1', ASF.replace('name rtibia', 'name other'), amc([{}]))).toThrow(/rtibia/);
    expect(() => cmuTrial('x_1', ASF, amc([{ rtibia: 'abc' }]))).toThrow(/frame 1.*rtibia/);
    expect(() => cmuTrial('x_1', ASF, amc([{ rfemur: '1 2' }]))).toThrow(/rfemur/);
    expect(() => cmuTrial('x_1', ASF, ':DEGREES\n')).toThrow(/no frames/);
    expect(() => cmuTrial('x_1', ASF, ':RADIANS\n1\n')).toThrow(/radians/);
    expect(() => cmuTrial('x_1', ASF.replace('angle deg', 'angle rad'), amc([{}]))).toThrow(/radians/);
    expect(() => cmuTrial('x_1', ASF.replace('0 0 20  XYZ', '0 0 20  ZYX'), amc([{}]))).toThrow(/ZYX/);
  });
});

const root = dataDir();
const cmu = root === null ? null : join(root, 'cmu');
describe.skipIf(cmu === null || !existsSync(cmu))(
  `CMU reader on the real set (${cmu ?? 'skipped: no data directory'})`,
  () => {
    const trials = (): ReturnType<typeof readCmuTrial>[] =>
      readdirSync(cmu!).flatMap((s) =>
        readdirSync(join(cmu!, s))
          .filter((f) => f.includes('.amc'))
          .map((f) => readCmuTrial(join(cmu!, s, `${s}.asf.gz`), join(cmu!, s, f))),
      );

    it('finds the clipped trials, and walking people with both legs and arms in range', () => {
      const all = trials();
      const clipped = all.filter((t) => t.clippedKnee).map((t) => t.trial);
      const known = [
        '02_02',
        '05_01',
        '10_04',
        '16_32',
        '16_47',
        '32_01',
        '32_02',
        '35_29',
        '38_01',
        '38_02',
        '55_04',
      ];
      const whole = all.map((t) => t.trial).filter((t) => /^0[78]_/.test(t));
      expect(clipped.sort()).toEqual([...known, ...whole].sort());
      for (const t of all) {
        for (const side of ['r', 'l']) {
          const range = (f: string): number => {
            const x = t.features.get(`${f}_${side}`)!;
            return Math.max(...x) - Math.min(...x);
          };
          expect(range('knee_angle'), t.trial).toBeGreaterThan(40);
          expect(range('hip_flexion'), t.trial).toBeGreaterThan(30);
          expect(range('ankle_angle'), t.trial).toBeGreaterThan(15);
          expect(range('arm_flex'), t.trial).toBeGreaterThan(4);
          const add = t.features.get(`hip_adduction_${side}`)!;
          expect(Math.min(...add) > -25 && Math.max(...add) < 25, t.trial).toBe(true);
        }
      }
    });
  },
);
