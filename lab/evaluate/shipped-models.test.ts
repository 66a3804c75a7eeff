import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JOINTS } from '../../src/device/virtual/person';
import { PRESETS, type VirtualPreset } from '../../src/device/virtual/presets';
import { Walker } from '../../src/device/virtual/walker';
import { SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import { ModelLibrary } from '../../src/forecast/model-library';
import { KNEE, kneeSignal } from '../train/recordings';
import { calmOnVirtualPeople } from './calm';
import { judgePeople } from './judge-people';

const shelves = [
  { dir: join('public', 'models'), without: [] },
  { dir: join('e2e', 'fixtures', 'models'), without: ['uci:3A', 'uci:1A', 'uci:3N'] },
];

describe.each(shelves)('$dir', ({ dir, without }) => {
  const open = () => ModelLibrary.open((path) => readFile(join(dir, path)));

  it('holds only sound models, with scores beside baselines', async () => {
    const library = await open();
    expect(library.problems).toEqual([]);
    for (const card of library.cards) {
      for (const person of without) expect(card.trainingPeople).not.toContain(person);
      for (const scores of card.scores)
        expect(new Set(scores.rows.map((r) => r.forecaster))).toEqual(
          new Set([card.id, 'persistence', 'line', 'ridge']),
        );
    }
    expect(library.best([KNEE], 'r')?.id).toBe('knee');
  });

  it.each(['typical', 'stiff_knee'] as const)(
    'forecasts the walk of a virtual person (%s) far better than its baselines',
    async (preset) => {
      const { card, weights, baselines } = await (await open()).load('knee');
      const signal = kneeSignal({ rate: 1000, knee: walk(preset, 12) }, card.rate);
      const person = { id: 'virtual:1', group: 'normal', files: [], fine: [], judged: [signal] };
      const model = { card, weights, baselines, quantiles: card.intervalQuantiles };
      const [{ scores }] = await judgePeople(model, [person], 'second_half');
      const at = (ms: number) => SHOWN_HORIZONS_MS.findIndex((h) => h === ms);
      expect(scores.knee[at(100)].nmae).toBeLessThan(0.35 * scores.persistence[at(100)].nmae);
      expect(scores.knee[at(100)].nmae).toBeLessThan(0.6 * scores.line[at(100)].nmae);
      expect(scores.knee[at(200)].nmae).toBeLessThan(0.7 * scores.ridge[at(200)].nmae);
      expect(scores.knee[at(100)].coverage).toBeGreaterThan(0.8);
    },
  );

  it('does not hand the noise of a sensor on to the screen', async () => {
    const rows = await calmOnVirtualPeople(await (await open()).load('knee'));
    expect(rows.map((r) => r.who)).toEqual(Object.keys(PRESETS).map((preset) => `virtual:${preset}`));
    for (const row of rows) {
      expect(row.ticks, row.who).toBeGreaterThan(1500);
      // Before it was trained with noise: 10.6 for all but `typical`.
      expect(row.forecast / row.truth, row.who).toBeLessThan(7.5);
      expect(row.rmse, row.who).toBeLessThan(2.8);
    }
  });
});

function walk(preset: VirtualPreset, seconds: number): Float32Array {
  const walker = new Walker({ preset, seed: 5, affected: 'r' });
  walker.ask('walk');
  return Float32Array.from({ length: 1000 * seconds }, () => {
    walker.step();
    return walker.angles.r[JOINTS.indexOf('knee_angle')];
  });
}
