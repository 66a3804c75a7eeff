import { Line } from '../../src/forecast/baselines/line';
import type { BaselinesFile } from '../../src/forecast/baselines/baselines-file';
import { HistoryRing } from '../../src/gait/ring';
import type { Person } from './people';
import type { Recipe } from './recipe';
import { KNEE } from './recordings';
import { fitRidge, type Moments, momentsOf } from './ridge-fit';

const LINE_POINTS = [2, 3, 4, 5, 6];
const LINE_JUDGED_STEPS = [1, 2, 5, 10, 20, 50];

/** What the baselines learn from `people`, the same people as the network beside them. */
export function fitBaselines(recipe: Recipe, people: readonly Person[]): BaselinesFile {
  const { inputs, outputs } = recipe.features;
  const ridge = fitRidge(
    people.map((p) => personMoments(recipe, p)),
    ridgeShape(recipe),
  );
  return { version: 1, line: { points: chooseLine(people) }, ridge: { inputs, outputs, ...ridge } };
}

/** The ridge scales each window by its range, whatever the network does. */
const USUAL_MIN_RANGE = 20;

const ridgeShape = ({ features: { rate, windowTicks, steps, scaling } }: Recipe) => ({
  rate,
  windowTicks,
  steps,
  minRange: scaling.kind === 'window' ? scaling.minRange : USUAL_MIN_RANGE,
});

const cache = new WeakMap<Person, Moments>();

function personMoments(recipe: Recipe, person: Person): Moments {
  const found = cache.get(person) ?? momentsOf(person.id, person.fine, ridgeShape(recipe));
  cache.set(person, found);
  return found;
}

/** Points with the least mean log error over people and shown horizons. */
function chooseLine(people: readonly Person[]): number {
  let best = { points: LINE_POINTS[0], score: Number.POSITIVE_INFINITY };
  for (const points of LINE_POINTS) {
    const score = people.reduce((sum, p) => sum + lineScore(p, points), 0);
    if (score < best.score) best = { points, score };
  }
  return best.points;
}

function lineScore(person: Person, points: number): number {
  const steps = Math.max(...LINE_JUDGED_STEPS);
  const line = new Line([KNEE], steps, points);
  const out = new Float32Array(steps);
  const errors = new Float64Array(LINE_JUDGED_STEPS.length);
  let count = 0;
  for (const { input, measured, rate } of person.judged) {
    const history = new HistoryRing([KNEE], points, rate);
    for (let t = 0; t + steps < measured.length; t++) {
      history.push(input.subarray(t, t + 1), measured.subarray(t, t + 1));
      if (history.length < points) continue;
      line.forecast(history, out);
      LINE_JUDGED_STEPS.forEach((step, i) => (errors[i] += Math.abs(measured[t + step] - out[step - 1])));
      count++;
    }
  }
  return errors.reduce((sum, e) => sum + Math.log(e / count), 0);
}
