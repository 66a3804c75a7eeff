import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataDir } from './dir';
import { parseUci, readUci, readUciSet } from './uci';

interface Made {
  /** First channel's number in the header. */
  first?: number;
  digital?: boolean;
  kneeOnly?: number;
  angleRate?: number;
  knee?: (i: number) => number;
  rows?: number;
}

/** A made-up recording in the layout, line ends and tail of the real ones. */
function made({ first = 1, digital, kneeOnly = 0, angleRate, knee = walk, rows = 4000 }: Made = {}): string {
  const names = ['RF', 'BF', 'VM', 'ST', 'FX'];
  const lines = ['File Name: made.log'];
  names.forEach((name, i) => {
    const unit = i < 4 ? 'mV' : 'deg';
    const how =
      i === 4 && angleRate
        ? `no filters, extrapolated from ${angleRate} to 1000 samples per second.`
        : 'no filters.';
    lines.push(`Channel ${first + i}: '${name}', ${rows} values, engineering units: ${unit}, ${how}`);
  });
  if (digital) lines.push(`Digitals combined (event=16, d=8, c=4, b=2, a=1): ${rows} values, .`);
  lines.push('');
  const tail = digital ? '\t31' : '';
  for (let i = 0; i < rows; i += 1) {
    lines.push(`${[1, 2, 3, 4].map((c) => (c * (i % 10)) / 1000).join('\t')}\t${knee(i).toFixed(1)}${tail}`);
  }
  for (let i = 0; i < kneeOnly; i += 1) lines.push(`\t\t\t\t${knee(rows + i).toFixed(1)}${tail}`);
  lines.push(`\t\t\t\t${digital ? '\t' : ''}`, '');
  return lines.join('\r\n');
}
const walk = (i: number): number => 7 + 55 * Math.max(0, Math.sin((2 * Math.PI * i) / 1100)) ** 2;

describe('UCI layout, on made-up files', () => {
  it('reads columns, person, group and task', () => {
    const r = parseUci(made(), '3Amar.txt.gz');
    expect([r.person, r.group, r.task, r.rate, r.nativeAngleRate]).toEqual([
      '3A',
      'abnormal',
      'mar',
      1000,
      1000,
    ]);
    expect(r.knee.length).toBe(4000);
    expect(r.emg.emg_rf[7]).toBeCloseTo(0.007, 7);
    expect(r.emg.emg_bf[7]).toBeCloseTo(0.014, 7);
    expect(r.emg.emg_vm[7]).toBeCloseTo(0.021, 7);
    expect(r.emg.emg_st[7]).toBeCloseTo(0.028, 7);
    expect(parseUci(made(), '11Npie.txt').group).toBe('normal');
    expect(parseUci(made(), 'somebody.txt')).toMatchObject({
      person: 'somebody',
      group: 'unknown',
      task: 'unknown',
    });
  });
  it('takes the zero from the first 3 s only', () => {
    const r = parseUci(made({ knee: (i) => (i < 3000 ? walk(i) : walk(i) - 30) }), '3Amar.txt');
    expect(r.zeroDeg).toBeCloseTo(7, 1);
    expect(r.knee[10]).toBeCloseTo(r.rawKnee[10] - r.zeroDeg, 5);
  });
  it('turns a goniometer that was worn the other way round', () => {
    const r = parseUci(made({ knee: (i) => -walk(i) }), '8Amar.txt');
    const straight = parseUci(made(), '8Amar.txt');
    expect(r.notes).toContainEqual({ code: 'sign_turned' });
    expect(r.sign).toBe(-1);
    expect([...r.knee]).toEqual([...straight.knee]);
    expect(r.rawKnee[300]).toBe(-straight.rawKnee[300]);
  });
  it('takes column 4 for the knee, not the last, and counts channels whatever their numbers', () => {
    const r = parseUci(made({ digital: true, first: 4 }), '10Amar.txt');
    expect(r.notes).toContainEqual({ code: 'extra_columns', columns: 1 });
    expect([...r.rawKnee]).toEqual([...parseUci(made(), '10Amar.txt').rawKnee]);
  });
  it('drops the rows at the end that have no EMG', () => {
    const r = parseUci(made({ kneeOnly: 19 }), '1Nmar.txt');
    expect(r.knee.length).toBe(4000);
    expect(r.notes).toContainEqual({ code: 'rows_dropped', rows: 19 });
  });
  it('drops a row at the end that has no knee', () => {
    const lines = made({ rows: 3600 }).split('\r\n');
    lines.splice(-2, 0, '0.1\t0.1\t0.1\t0.1\t');
    const r = parseUci(lines.join('\r\n'), '4Nsen.txt');
    expect(r.knee.length).toBe(3600);
  });
  it('says that an angle was interpolated', () => {
    const r = parseUci(made({ angleRate: 50 }), '1Nmar.txt');
    expect(r.nativeAngleRate).toBe(50);
    expect(r.notes).toContainEqual({ code: 'interpolated_angle', fromRate: 50 });
  });
  it('knows no zero of a knee that never stood straight', () => {
    const r = parseUci(made({ knee: (i) => 80 - walk(i) }), '1Nsen.txt');
    expect(r.zeroDeg).toBe(0);
    expect(r.notes).toContainEqual({ code: 'zero_unknown' });
  });
  it.each([
    ['nothing', '', /no rows of numbers/],
    ['no header', '1\t2\t3\t4\t5\r\n', /names 0 channels/],
    ['four channels', made().replace(/Channel 5.*\r\n/, ''), /names 4 channels/],
    ['a wrong unit', made().replace('deg', 'V'), /line 6: channel 5 is not in deg/],
    ['a short row', made().replace('0.001\t0.002\t0.003\t0.004\t', '0.001\t0.002\t'), /line 9: 3 columns/],
    ['a ragged row', made().replace('0.004\t7.0', '0.004\t7.0\t1'), /line 9: 6 columns, before 5/],
    ['a word', made().replace('0.002\t0.003', '0.002\tx'), /line 9, column 3: not a number: 'x'/],
    ['EMG missing in the middle', made().replace('0.001\t0.002', '\t'), /values after incomplete rows/],
  ])('refuses %s, saying where', (_, text, message) => {
    expect(() => parseUci(text, '3Amar.txt')).toThrow(message);
    expect(() => parseUci(text, '3Amar.txt')).toThrow(/3Amar\.txt/);
  });
});

describe('files and sets', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'uci-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  it('reads plain and gzipped files alike, keeps one of two with the same data, in the order of people', () => {
    writeFileSync(join(dir, '10Amar.txt'), made());
    writeFileSync(join(dir, '2Npie.txt.gz'), gzipSync(made({ rows: 3500 })));
    writeFileSync(join(dir, '1Npie.txt'), made({ rows: 3500 }));
    writeFileSync(join(dir, '1Nmar.txt'), made({ rows: 3600 }));
    writeFileSync(join(dir, 'notes.txt'), 'not a recording');
    expect(readUciSet(dir).map((r) => r.person + r.task)).toEqual(['1Nmar', '1Npie', '10Amar']);
    expect(readUciSet(dir, 'pie').map((r) => r.person)).toEqual(['1N']);
    expect(readUci(join(dir, '2Npie.txt.gz')).hash).toBe(readUci(join(dir, '1Npie.txt')).hash);
  });
  it('finds the data by STRIDECAST_DATA, and says so when it is not there', () => {
    const before = process.env.STRIDECAST_DATA;
    try {
      process.env.STRIDECAST_DATA = dir;
      expect(dataDir()).toBe(dir);
      process.env.STRIDECAST_DATA = join(dir, 'nowhere');
      expect(() => dataDir()).toThrow(/STRIDECAST_DATA/);
      delete process.env.STRIDECAST_DATA;
      expect(dataDir(join(dir, 'a', 'b'))).toBeNull();
    } finally {
      if (before === undefined) delete process.env.STRIDECAST_DATA;
      else process.env.STRIDECAST_DATA = before;
    }
  });
});

const data = dataDir();
if (data === null) console.info('UCI tests on real recordings skipped: no data directory (STRIDECAST_DATA)');
describe.skipIf(data === null)('the real recordings', () => {
  const all = data === null ? [] : readUciSet(join(data, 'uci'));
  const named = (name: string): (typeof all)[number] => all.find((r) => r.person + r.task === name)!;

  it('are all read; the two pairs of identical files count once', () => {
    const names = all.map((r) => r.person + r.task);
    expect(names).toEqual(expect.arrayContaining(['3Amar', '10Amar', '11Nmar', '1Npie', '1Nsen']));
    expect(names).not.toContain('2Npie');
    expect(names).not.toContain('2Nsen');
    for (const r of all) {
      const lengths = new Set([r.knee, ...Object.values(r.emg)].map((x) => x.length));
      expect(lengths.size).toBe(1);
      expect(r.knee.every(Number.isFinite)).toBe(true);
    }
  });
  it('have the row counts that their headers promise', () => {
    expect(named('3Amar').knee.length).toBe(43_665);
    expect(named('10Amar').knee.length).toBe(22_896);
    expect(named('1Nmar').knee.length).toBe(5681);
  });
  it('are turned where flexion was negative, and only there', () => {
    const turned = all.filter((r) => r.task === 'mar' && r.sign < 0).map((r) => r.person);
    expect(turned.sort()).toEqual(['1A', '3N', '4N', '8A']);
  });
  it('walk with a plausible knee: stance near 0, swing 35-75 deg', () => {
    for (const r of all.filter((x) => x.task === 'mar')) {
      const sorted = r.knee.slice().sort();
      expect(sorted[Math.floor(0.05 * sorted.length)], r.person).toBeGreaterThan(-5);
      expect(sorted[Math.floor(0.05 * sorted.length)], r.person).toBeLessThan(5);
      expect(sorted[Math.floor(0.99 * sorted.length)], r.person).toBeGreaterThan(35);
      expect(sorted[Math.floor(0.99 * sorted.length)], r.person).toBeLessThan(75);
    }
  });
  it('bend and extend as their task says', () => {
    for (const r of all.filter((x) => x.task === 'pie'))
      expect(Math.max(...r.knee), r.person).toBeGreaterThan(70);
    for (const r of all.filter((x) => x.task === 'sen'))
      expect(Math.max(...r.knee), r.person).toBeGreaterThan(55);
  });
  it('tell the interpolated goniometers: all N but 11N', () => {
    const slow = all.filter((r) => r.task === 'mar' && r.nativeAngleRate === 50).map((r) => r.person);
    expect(slow).toEqual(['1N', '2N', '3N', '4N', '5N', '8N', '9N']);
  });
});
