import { Line } from '../../src/forecast/baselines/line';
import type {
  BaselinesFile,
  BaselineSource,
  RandomFeaturesWeights,
  RidgeWeights,
} from '../../src/forecast/baselines/baselines-file';
import { HistoryRing } from '../../src/gait/ring';
import type { Person } from './people';
import { chooseSource, fitRandomFeatures, lagWindows, SOURCES } from './random-features-fit';
import type { Recipe } from './recipe';
import { KNEE } from './recordings';
import { fitRidge, type Moments, momentsOf } from './ridge-fit';

const LINE_POINTS = [2, 3, 4, 5, 6];
const LINE_JUDGED_STEPS = [1, 2, 5, 10, 20, 50];

/** What the baselines learn from `people`, the same people as the network beside them. */
export function fitBaselines(recipe: Recipe, people: readonly Person[]): BaselinesFile {
  return {
    version: 1,
    line: { points: chooseLine(people) },
    ridge: chooseRidge(recipe, people),
    randomFeatures: fitRandomFeaturesOf(recipe, people),
  };
}

/** On measured or on conditioned values, whichever leaves less error on people left out among these. */
function chooseRidge(recipe: Recipe, people: readonly Person[]): RidgeWeights {
  const { outputs } = recipe.features;
  const fit = (source: BaselineSource) => {
    const moments = people.map((p) => personMoments(recipe, p, source));
    return { source, ...fitRidge(moments, ridgeShape(recipe)) };
  };
  const { score: _, ...chosen } = SOURCES.map(fit).reduce((a, b) => (b.score < a.score ? b : a));
  return { inputs: outputs, outputs, ...chosen };
}

function fitRandomFeaturesOf(recipe: Recipe, people: readonly Person[]): RandomFeaturesWeights {
  const { features, augmentation, usualError } = recipe;
  const shape = { ...features, inputs: features.outputs };
  const signals = people.map((p) => p.fine);
  const source = chooseSource(shape, signals, augmentation, usualError);
  const windows = lagWindows(shape, signals, augmentation, source);
  const { inputs, outputs } = shape;
  return { inputs, outputs, source, ...fitRandomFeatures(windows, usualError, shape) };
}

/** The ridge scales each window by its range, whatever the network does. */
const USUAL_MIN_RANGE = 20;

const ridgeShape = ({ features: { rate, windowTicks, steps, scaling } }: Recipe) => ({
  rate,
  windowTicks,
  steps,
  minRange: scaling.kind === 'window' ? scaling.minRange : USUAL_MIN_RANGE,
});

const cache = { input: new WeakMap<Person, Moments>(), measured: new WeakMap<Person, Moments>() };

function personMoments(recipe: Recipe, person: Person, source: BaselineSource): Moments {
  const known = cache[source].get(person);
  if (known !== undefined) return known;
  const signals = person.fine.map((s) => ({ ...s, input: s[source] }));
  const moments = momentsOf(person.id, signals, ridgeShape(recipe));
  cache[source].set(person, moments);
  return moments;
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
