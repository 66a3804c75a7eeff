import { McapIndexedReader } from '@mcap/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, tsvText } from './cells';
import { exportSession } from './export-session';
import { hasPython, python } from './testing/python';
import {
  EPOCH,
  forecastAt,
  hasForecast,
  LABELS,
  LAYOUT,
  measuredAt,
  shortSession,
  ticksThere,
} from './testing/short-session';
import { zipOf } from './zip';

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const withPython = it.skipIf(!hasPython());

const READ_CSV = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode('utf-8-sig')
print(json.dumps(list(csv.DictReader(io.StringIO(text, newline=''), strict=True))))
`;

const READ_ZIP = `
import io, json, sys, zipfile
z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert z.testzip() is None
print(json.dumps({i.filename: z.read(i).decode('utf-8') for i in z.infolist()}))
`;

describe('csv', () => {
  withPython(
    'is read back by another reader: every tick, forecast and mark, and nothing that a spreadsheet runs',
    async () => {
      const shares: number[] = [];
      const { name, blob } = await exportSession(shortSession(), 'csv', '=P 17/2', (s) => shares.push(s));
      expect(name).toBe('stridecast_P-17-2_20260102T093000.csv');
      const rows = python(READ_CSV, await bytesOf(blob)) as Record<string, string>[];
      const ticks = ticksThere();
      expect(rows.map((r) => Number(r['tick']))).toEqual(ticks);
      expect(Object.keys(rows[0])).toEqual([
        'time [s]',
        'tick',
        'knee_angle_r [deg]',
        'ankle_angle_l [deg]',
        'emg_vm_r [mV]',
        'foot_contact_r [bool]',
        ...['mean', 'low', 'high'].flatMap((bound) =>
          [100, 200].map((ms) => `knee_angle_r_forecast_${bound}_${ms}ms [deg]`),
        ),
        'marker',
      ]);
      rows.forEach((cells, i) => {
        const tick = ticks[i];
        const measured = measuredAt(tick);
        expect(Number(cells['time [s]'])).toBe(tick / 100);
        expect(Math.abs(Number(cells['knee_angle_r [deg]']) - measured[0])).toBeLessThan(6e-5);
        expect(Math.abs(Number(cells['emg_vm_r [mV]']) - measured[2])).toBeLessThan(6e-7);
        expect(Number(cells['foot_contact_r [bool]'])).toBe(measured[3]);
        expect(cells['ankle_angle_l [deg]'] === '').toBe(tick === 7);
        const high = cells['knee_angle_r_forecast_high_200ms [deg]'];
        if (hasForecast(tick)) expect(Math.abs(Number(high) - forecastAt(tick)[59])).toBeLessThan(6e-5);
        else expect(high).toBe('');
      });
      const marked = rows.filter((r) => r['marker'] !== '').map((r) => [Number(r['tick']), r['marker']]);
      expect(marked).toEqual([
        [10, `'${LABELS[0]}`],
        [40, LABELS[1]],
        [70, `'${LABELS[2]}`],
        [100, LABELS[3]],
        // Its own tick was lost on the way.
        [160, LABELS[5]],
        [199, 'after the end'],
      ]);
    },
  );

  withPython('keeps any text whole, and as text', () => {
    const texts = fc.sample(fc.string({ unit: 'grapheme', maxLength: 12 }), 300);
    const program = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode('utf-8')
print(json.dumps([row[1] for row in csv.reader(io.StringIO(text, newline=''), strict=True)]))`;
    const lines = [...texts, ...LABELS].map((text) => `first,${csvText(text)},last\r\n`).join('');
    const read = python(program, new TextEncoder().encode(lines)) as string[];
    expect(read.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/u, ''))).toEqual([
      ...texts,
      ...LABELS,
    ]);
    for (const cell of read) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
  });
});

/** A reader of OpenSim's motions that takes nothing for granted: as the format is described, and no more. */
function readMotion(text: string) {
  const lines = text.split('\n');
  const end = lines.indexOf('endheader');
  const header = new Map(lines.slice(1, end).map((l) => l.split('=', 2) as [string, string]));
  const labels = lines[end + 1].split('\t');
  expect(lines.at(-1)).toBe('');
  const rows = lines.slice(end + 2, -1).map((l) => l.split('\t').map(Number));
  expect(header.get('version')).toBe('1');
  expect(header.get('inDegrees')).toBe('yes');
  expect(Number(header.get('nRows'))).toBe(rows.length);
  expect(Number(header.get('nColumns'))).toBe(labels.length);
  for (const row of rows) expect(row).toHaveLength(labels.length);
  rows.forEach((row, i) => expect(row[0]).toBeGreaterThan(rows[i - 1]?.[0] ?? -1));
  return { title: lines[0], labels, rows };
}

describe('OpenSim motion', () => {
  it('has the angles by their coordinates, in degrees, over rising time', async () => {
    const { name, blob } = await exportSession(shortSession(), 'mot', 'P-17');
    expect(name).toBe('stridecast_P-17_20260102T093000.mot');
    const { title, labels, rows } = readMotion(await blob.text());
    expect(title).toBe('stridecast_P-17_20260102T093000');
    expect(labels).toEqual(['time', 'knee_angle_r', 'ankle_angle_l']);
    const ticks = ticksThere();
    expect(rows).toHaveLength(ticks.length);
    rows.forEach(([time, knee, ankle], i) => {
      const [k, a] = measuredAt(ticks[i]);
      expect(time).toBe(ticks[i] / 100);
      expect(Math.abs(knee - k)).toBeLessThan(6e-5);
      if (Number.isNaN(a)) expect(ankle).toBeNaN();
      else expect(Math.abs(ankle - a)).toBeLessThan(6e-5);
    });
  });
});

describe('BIDS', () => {
  withPython('is a data set of its own: signals, channels, marks, the participant', async () => {
    const { name, blob } = await exportSession(shortSession(), 'bids', '病人 17');
    expect(name).toBe('stridecast_病人-17_20260102T093000_bids.zip');
    const files = python(READ_ZIP, await bytesOf(blob)) as Record<string, string>;
    const stem =
      'sub-17/ses-20260102T093000/motion/sub-17_ses-20260102T093000_task-walking_tracksys-exoskeleton';
    const read = (end: string) =>
      files[`${stem}_${end}`]
        .split('\n')
        .slice(0, -1)
        .map((l) => l.split('\t'));
    expect(Object.keys(files).sort()).toEqual(
      [
        'README',
        'dataset_description.json',
        'participants.json',
        'participants.tsv',
        'sub-17/ses-20260102T093000/sub-17_ses-20260102T093000_scans.tsv',
        ...['channels.tsv', 'events.json', 'events.tsv', 'motion.json', 'motion.tsv'].map(
          (e) => `${stem}_${e}`,
        ),
      ].sort(),
    );
    expect(JSON.parse(files['dataset_description.json'])).toMatchObject({
      BIDSVersion: '1.10.0',
      DatasetType: 'raw',
    });
    expect(files['participants.tsv']).toBe('participant_id\taffected_side\nsub-17\tleft\n');

    const [head, ...channels] = read('channels.tsv');
    expect(head.slice(0, 5)).toEqual(['name', 'component', 'type', 'tracked_point', 'units']);
    expect(channels.map((c) => [c[0], c[2], c[4]])).toEqual([
      ['latency', 'LATENCY', 's'],
      ['knee_angle_r', 'JNTANG', 'deg'],
      ['ankle_angle_l', 'JNTANG', 'deg'],
      ['emg_vm_r', 'MISC', 'mV'],
      ['foot_contact_r', 'MISC', 'n/a'],
    ]);
    const motion = read('motion.tsv');
    const ticks = ticksThere();
    expect(motion).toHaveLength(ticks.length);
    motion.forEach((cells, i) => {
      expect(cells).toHaveLength(channels.length);
      expect(Number(cells[0])).toBe(ticks[i] / 100);
      expect(Math.abs(Number(cells[1]) - measuredAt(ticks[i])[0])).toBeLessThan(6e-5);
      expect(cells[2] === 'n/a').toBe(ticks[i] === 7);
    });
    const sidecar = JSON.parse(files[`${stem}_motion.json`]) as Record<string, unknown>;
    expect(sidecar).toMatchObject({
      SamplingFrequency: 100,
      RecordingType: 'discontinuous',
      RecordingDuration: 1.99,
      MotionChannelCount: 5,
      JNTANGChannelCount: 2,
      MISCChannelCount: 2,
    });
    const [, ...events] = read('events.tsv');
    expect(events.map((e) => e[2])).toEqual([
      "'=1+1",
      LABELS[1],
      "'@SUM(A1)",
      '转身 and stop',
      'step',
      'after the end',
    ]);
    expect(events.map((e) => Number(e[0]))).toEqual([0.1, 0.4, 0.7, 1, 1.6, 1.99]);
  });

  it('has no cell that breaks its table', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tsvText(text)).not.toMatch(/[\t\r\n]|^[=+\-@]|^$/u);
      }),
    );
  });
});

describe('zip', () => {
  withPython('holds whatever is put into it', async () => {
    const big = new Uint8Array(3_000_000).map((_, i) => (i * i) >> 5);
    const blob = await zipOf([
      { path: 'empty', content: new Blob([]) },
      { path: '文件/größer', content: new Blob([big]) },
    ]);
    const program = `
import hashlib, io, json, sys, zipfile
z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
print(json.dumps({i.filename: [i.file_size, hashlib.sha256(z.read(i)).hexdigest()] for i in z.infolist()}))`;
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', big)).toString('hex');
    const found = python(program, await bytesOf(blob)) as Record<string, [number, string]>;
    expect(Object.keys(found)).toEqual(['empty', '文件/größer']);
    expect(found['empty'][0]).toBe(0);
    expect(found['文件/größer']).toEqual([big.length, digest]);
    expect(blob.size).toBeLessThan(big.length);
  });
});

describe('mcap', () => {
  it('is the log itself', async () => {
    const log = shortSession();
    const { name, blob } = await exportSession(log, 'mcap', null);
    expect(name).toBe('stridecast_20260102T093000.mcap');
    const bytes = await bytesOf(blob);
    expect(Buffer.compare(bytes, await bytesOf(log))).toBe(0);
    const reader = await McapIndexedReader.Initialize({
      readable: {
        size: () => Promise.resolve(BigInt(bytes.length)),
        read: (at, size) => Promise.resolve(bytes.slice(Number(at), Number(at + size))),
      },
    });
    const topics = [...reader.channelsById.values()].map((c) => c.topic);
    expect(topics).toContain('/joints');
    expect(reader.statistics?.messageStartTime).toBe(BigInt(EPOCH) * 1_000_000n);
    expect([...LAYOUT.channels]).toHaveLength(4);
  });

  it('refuses a file that is no log', async () => {
    for (const format of ['mcap', 'csv', 'mot', 'bids'] as const)
      await expect(exportSession(new Blob(['no log']), format, null)).rejects.toMatchObject({
        code: 'damaged',
      });
  });
});
