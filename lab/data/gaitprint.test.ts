import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataDir } from './dir';
import { gaitPrintWalk, readGaitPrint } from './gaitprint';
import { normFrom, readNorm } from './normative';

const HEADER =
  'time,contact_lt,contact_rt,lumbar_flexion_deg,hip_flexion_lt_deg,knee_flexion_lt_deg,ankle_dorsiflexion_lt_deg,hip_flexion_rt_deg,knee_flexion_rt_deg,ankle_dorsiflexion_rt_deg';
const csv = (...rows: string[]): string => [HEADER, ...rows, ''].join('\r\n');

describe('GaitPrint reader', () => {
  it('reads columns by name, contacts as 0 or 1', () => {
    const walk = gaitPrintWalk('p', csv('0,1000,0,9,1,2,3,4,5,6', '0.005,0,1000,9,-1,-2,-3,-4,-5,-6'));
    expect(walk).toMatchObject({ person: 'p', rate: 200 });
    const get = (name: string): number[] => [...walk.features.get(name)!];
    expect(get('knee_angle_l')).toEqual([2, -2]);
    expect(get('hip_flexion_r')).toEqual([4, -4]);
    expect(get('ankle_angle_r')).toEqual([6, -6]);
    expect(get('foot_contact_l')).toEqual([1, 0]);
    expect(get('foot_contact_r')).toEqual([0, 1]);
  });

  it('refuses a missing column, a hole and another rate', () => {
    expect(() => gaitPrintWalk('p', 'time,a\n0,1\n1,2\n')).toThrow(/hip_flexion_lt_deg/);
    expect(() => gaitPrintWalk('p', csv('0,0,0,9,1,2,3,4,5,6', '0.005,0,0,9,,2,3,4,5,6'))).toThrow(/row 3/);
    expect(() => gaitPrintWalk('p', csv('0,0,0,9,1,2,3,4,5,6', '0.01,0,0,9,1,2,3,4,5,6'))).toThrow(
      /100.0 rows/,
    );
    expect(() => gaitPrintWalk('p', csv())).toThrow(/no rows/);
  });
});

describe('norm curves', () => {
  it('picks one curve of the table', () => {
    const table =
      'source,population,condition,joint,pct_cycle,mean_deg,sd_deg\na,adult,slow,knee,0.0,1,2\na,adult,slow,knee,50.0,3,4\na,adult,fast,knee,0.0,5,6\n';
    expect(normFrom(table, 'a', 'slow', 'knee', 'adult')).toEqual({
      percent: [0, 50],
      mean: [1, 3],
      sd: [2, 4],
    });
    expect(() => normFrom(table, 'a', 'slow', 'hip', 'adult')).toThrow(/hip/);
  });
});

const root = dataDir();
describe.skipIf(root === null)(
  `real GaitPrint and norm files (${root ?? 'skipped: no data directory'})`,
  () => {
    it('reads both people', () => {
      for (const person of ['healthy_young', 'healthy_middle']) {
        const path = join(root!, 'gaitprint', `${person}.csv.gz`);
        expect(existsSync(path)).toBe(true);
        const walk = readGaitPrint(path);
        expect(walk.person).toBe(person);
        const knee = walk.features.get('knee_angle_r')!;
        expect(knee.length).toBe(10_000);
        expect(Math.max(...knee)).toBeGreaterThan(55);
      }
    });

    it("has Winter's adults", () => {
      const norm = readNorm(
        join(root!, 'normative', 'normative_sagittal_tidy.csv'),
        'winter1987',
        'natural_cadence',
        'knee',
      );
      expect(norm.percent).toHaveLength(51);
      expect(norm.mean[0]).toBe(3.97);
      expect(norm.sd[0]).toBe(4.19);
    });
  },
);
