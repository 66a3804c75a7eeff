import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataDir } from '../data/dir';
import { type Figure, figure, note, printFigures } from '../figures';
import { cmuEvents } from '../strides/cmu-events';
import { type Agreement, together } from '../strides/compare-events';
import { gaitPrintCycles, gaitPrintEvents, type LegResult } from '../strides/gaitprint-events';
import { SIGHTS, type Sight } from '../strides/leg-ticks';
import { type KneeWalk, uciNotWalking, uciWalks } from '../strides/uci-cycles';
import { mean, quantile, sd } from '../virtual/statistics';

/** `npm run lab -- strides [--data DIR] [--json]`: how well gait events and cycles are found in real recordings. */
export function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const dir = values.data ?? dataDir();
  if (dir === null) throw new Error('No data: give --data DIR or set STRIDECAST_DATA.');
  const figures: Figure[] = [];
  const details: Record<string, unknown> = {};
  const set = (name: string): string | null => {
    const path = join(dir, name);
    if (existsSync(path)) return path;
    note(`No ${name} in ${dir}: left out.`);
    return null;
  };
  const gaitprint = set('gaitprint');
  if (gaitprint !== null) {
    const legs = gaitPrintEvents(gaitprint);
    figures.push(...eventFigures('gaitprint', legs, 'against foot contacts'));
    const steady = gaitPrintCycles(gaitprint);
    for (const by of ['contact', 'angles'] as const) {
      const own = steady.filter((s) => s.by === by);
      const cycles = own.reduce((n, s) => n + s.cycles, 0);
      const flagged = own.reduce((n, s) => n + s.flagged, 0);
      figures.push(figure(`strides.gaitprint.${by}.wrongly_flagged`, (100 * flagged) / cycles, '%', 5));
    }
    details.gaitprint = { legs: legs.map(brief), steady };
  }
  const cmu = set('cmu');
  if (cmu !== null) {
    const legs = cmuEvents(cmu);
    figures.push(...eventFigures('cmu', legs, "against the feet's path (forward kinematics)"));
    details.cmu = { legs: legs.map(brief) };
  }
  const uci = set('uci');
  if (uci !== null) {
    const walks = uciWalks(uci);
    figures.push(...walkFigures(walks));
    for (const task of ['pie', 'sen'] as const) {
      const { cycles, minutes } = uciNotWalking(uci, task);
      figures.push(figure(`strides.uci.${task}.false_cycles_per_min`, cycles / minutes, '1/min', 1));
    }
    details.uci = walks.map((w) => ({
      ...w,
      entries: undefined,
      cycles: w.entries.length,
      flagged: flaggedOf(w),
    }));
    for (const w of walks) note(walkLine(w));
  }
  printFigures(figures, details, values.json);
  return Promise.resolve();
}

function eventFigures(name: string, legs: readonly LegResult[], how: string): Figure[] {
  note(`${name}: angles alone ${how}`);
  return (Object.keys(SIGHTS) as Sight[]).flatMap((sight) => {
    const own = legs.filter((l) => l.sight === sight);
    const told = own.flatMap((l) => l.toldAfter);
    return [
      ...agreementFigures(`strides.${name}.${sight}.heel_strike`, together(own.map((l) => l.heelStrike)), 95),
      figure(`strides.${name}.${sight}.heel_strike.told_after_p95`, quantile(told, 0.95), 'ms'),
      ...agreementFigures(`strides.${name}.${sight}.toe_off`, together(own.map((l) => l.toeOff)), 95),
    ];
  });
}

function agreementFigures(name: string, a: Agreement, goal: number): Figure[] {
  const { errors } = a;
  return [
    figure(`${name}.there`, a.there, 'events'),
    figure(`${name}.detected`, (100 * a.found) / a.there, '%', goal, 'above'),
    figure(`${name}.false`, (100 * a.extra) / a.there, '%', 2),
    figure(`${name}.bias`, mean(errors), 'ms'),
    figure(`${name}.sd`, sd(errors), 'ms', 30),
    figure(`${name}.worst`, Math.max(...errors.map(Math.abs)), 'ms'),
  ];
}

/** Where the recordings are known not to be walking, s. */
const STANDING: Readonly<Record<string, readonly [number, number]>> = { '6A': [31, 39], '8A': [0, 2] };

function walkFigures(walks: readonly KneeWalk[]): Figure[] {
  const total = (get: (w: KneeWalk) => number): number => walks.reduce((sum, w) => sum + get(w), 0);
  const missed = walks.map((w) => w.expectedStrikes - w.strikes);
  const periods = walks.map((w) => 100 * Math.abs(w.medianSeconds / w.period - 1));
  const entries = walks.flatMap((w) => w.entries);
  const standing = walks.flatMap((w) => {
    const span = STANDING[w.person];
    if (span === undefined) return [];
    const inside = w.entries.filter(
      (e) => e.used && e.cycle.startTick < span[1] * 100 && e.cycle.endTick > span[0] * 100,
    );
    return [figure(`strides.uci.${w.person}.used_cycles_while_standing`, inside.length, 'cycles', 0)];
  });
  return [
    figure('strides.uci.people', walks.length, 'people'),
    figure(
      'strides.uci.strikes_of_expected',
      (100 * total((w) => w.strikes)) / total((w) => w.expectedStrikes),
      '%',
      90,
      'above',
    ),
    // Each bout may lose one at its beginning: the first swing, from standing, is half a step.
    figure('strides.uci.strikes_missing.most', Math.max(...missed), 'strikes'),
    figure('strides.uci.strikes_too_many.most', Math.max(...missed.map((m) => -m)), 'strikes', 1),
    figure('strides.uci.period_error.median', quantile(periods, 0.5), '%'),
    figure('strides.uci.period_error.worst', Math.max(...periods), '%', 5),
    figure('strides.uci.cycles', entries.length, 'cycles'),
    figure(
      'strides.uci.flagged',
      (100 * entries.filter((e) => e.flags.length > 0).length) / entries.length,
      '%',
    ),
    ...standing,
  ];
}

const flaggedOf = (w: KneeWalk): string[] =>
  w.entries
    .filter((e) => e.flags.length > 0)
    .map((e) => `${e.cycle.startTick / 100}-${e.cycle.endTick / 100} s ${e.flags.join(' ')}`);

const walkLine = (w: KneeWalk): string =>
  `${w.person.padEnd(4)}${w.seconds.toFixed(1).padStart(5)} s  ${String(w.strikes).padStart(3)} strikes of ${w.expectedStrikes
    .toFixed(1)
    .padStart(
      4,
    )}, cycle ${w.medianSeconds.toFixed(2)} s (period ${w.period.toFixed(2)}), ${w.entries.length} cycles; ${flaggedOf(w).join('; ')}`;

const brief = (l: LegResult) => ({
  person: l.person,
  sight: l.sight,
  heelStrike: {
    ...l.heelStrike,
    errors: undefined,
    bias: mean(l.heelStrike.errors),
    sd: sd(l.heelStrike.errors),
  },
  toeOff: { ...l.toeOff, errors: undefined, bias: mean(l.toeOff.errors), sd: sd(l.toeOff.errors) },
});
