import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../../src/device/events';
import { StridelinkDecoder } from '../../src/device/stridelink/stridelink-decoder';
import { parseScript } from './record';
import { COMMITTED, INDEX, indexEntry, makeRecording } from './recordings';

describe('committed recordings of the virtual exoskeleton', () => {
  it.each(Object.keys(COMMITTED))('%s is made again byte for byte', (path) => {
    const made = Buffer.from(makeRecording(COMMITTED[path]));
    const file = readFileSync(path);
    expect(made.length).toBe(file.length);
    expect(made.equals(file)).toBe(true);
    expect(file.length).toBeLessThan(1_000_000);
  });

  it.each(Object.entries(COMMITTED))(
    '%s is whole: every sample, no gap, over the wrap of the clock',
    (path, recipe) => {
      const events: DeviceEvent[] = [];
      const decoder = new StridelinkDecoder();
      decoder.push(readFileSync(path), (e) => e.kind !== 'samples' && events.push(e));
      expect(decoder.counters).toMatchObject({
        framesBad: 0,
        framesLost: 0,
        samplesLost: 0,
        samples: recipe.seconds * 1200,
      });
      expect(events.filter((e) => e.kind === 'gap' || e.kind === 'restart')).toEqual([]);
      expect(Math.max(...events.flatMap((e) => (e.kind === 'status' ? [e.timeUs] : [])))).toBeGreaterThan(
        2 ** 32,
      );
      const steps = parseScript(recipe.script).map((s) => s.action);
      const labels = events.flatMap((e) => (e.kind === 'marker' ? [e.label] : []));
      expect(labels.includes('walk_start')).toBe(steps.includes('walk'));
      expect(labels.includes('walk_stop')).toBe(steps.includes('stand'));
      expect(labels.includes('knee_bend')).toBe(steps.includes('knee_bend'));
    },
  );

  it('the index tells how each of those that ship was made', () => {
    const index = JSON.parse(readFileSync(INDEX, 'utf8')) as unknown;
    const expected = Object.entries(COMMITTED)
      .filter(([path]) => path.startsWith('public/'))
      .map(([path, recipe]) => indexEntry(path, recipe, readFileSync(path)));
    expect(index).toEqual(expected);
  });
});

describe('parseScript', () => {
  it('reads what to do when', () => {
    expect(parseScript('0:stand, 2.5:knee_bend,15:walk')).toEqual([
      { atS: 0, action: 'stand' },
      { atS: 2.5, action: 'knee_bend' },
      { atS: 15, action: 'walk' },
    ]);
  });

  it.each(['walk', 'x:walk', '1:run', '-1:walk', '1:walk,'])('refuses %s', (text) => {
    expect(() => parseScript(text)).toThrow(/--script/);
  });
});
