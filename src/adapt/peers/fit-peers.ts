import type {
  BaselineSource,
  RandomFeaturesWeights,
  RidgeWeights,
} from '../../forecast/baselines/baselines-file';
import type { KnnModel } from '../../forecast/baselines/knn';
import { LagVector, leastRange } from '../../forecast/baselines/lag-vector';
import type { MeanStrideModel } from '../../forecast/baselines/mean-stride';
import { randomFeaturesModel, type RandomFeaturesModel } from '../../forecast/baselines/random-features';
import { ridgeFeatures } from '../../forecast/baselines/ridge';
import type { History } from '../../forecast/forecaster';
import type { FeatureCard } from '../../forecast/model-card';
import { Lift, type LiftShape } from '../../forecast/regression/lift';
import { ridge } from '../../forecast/regression/ridge';
import { fitWhitening, whiten } from '../../forecast/regression/whitening';
import { bindToSide, type Side } from '../../gait/channels';
import { type MarkedStride, type Walk, walksWith } from '../walk';

/** What the classical forecasters learned from the same strides; plain data, to be kept and run live. */
export interface PeerModels {
  readonly ridge: RidgeWeights;
  readonly randomFeatures: RandomFeaturesModel;
  readonly knn: KnnModel;
  readonly meanStride: MeanStrideModel;
}

export interface PeerRequest {
  readonly card: FeatureCard;
  readonly side: Side;
  readonly walk: Walk;
  readonly strides: readonly MarkedStride[];
  /** Ticks of the newest samples of the windows to learn from; every target is known and may be used. */
  readonly origins: readonly number[];
  readonly replay: readonly Walk[];
  /** Fitted on the people that the network was trained on. */
  readonly baseRidge: RidgeWeights;
  /** The same of random features, where there are: then these are moved; else they are fitted beside the base strides. */
  readonly baseRandomFeatures?: RandomFeaturesWeights;
}

const LIFT: LiftShape = { leading: 12, cosines: 600, frequency: 1.2, linear: 0.5, constant: 0.3, seed: 2 };
const COMPONENTS = 24;
const KNN_COMPONENTS = 12;
/** Own rows count this much more than base rows. */
const OWN_WEIGHT = 4;
const RIDGE_OF_COSINES = 1;
const RIDGE_COUNT = 1;
const MOVE_COUNT = 2;
const REPLAY_EVERY = 9;
const STRIDE_POINTS = 100;

/** Fits all classical forecasters to the strides. Deterministic. */
export function fitPeers(request: PeerRequest): PeerModels {
  const { baseRandomFeatures } = request;
  const source = baseRandomFeatures?.source ?? 'input';
  const own = lagRows(request, request.walk, request.side, request.origins, source);
  const base = walksWith(request.card, request.replay).map((walk) => {
    const origins: number[] = [];
    const { windowTicks, steps } = request.card;
    for (let t = windowTicks - 1; t + steps < walk.ticks; t += REPLAY_EVERY) origins.push(t);
    return lagRows(request, walk, 'r', origins, source);
  });
  const size = own.size;
  const vectors = joined([...base.map((b) => b.vectors), own.vectors]);
  return {
    ridge: adaptRidge(request),
    randomFeatures:
      baseRandomFeatures === undefined
        ? fitRandomFeatures(base, own, fitWhitening(vectors, size, COMPONENTS))
        : moveRandomFeatures(randomFeaturesModel(baseRandomFeatures), own),
    knn: { ...fitKnn(own, fitWhitening(vectors, size, KNN_COMPONENTS)), source },
    meanStride: meanStrideOf(request),
  };
}

interface LagRows {
  readonly size: number;
  readonly vectors: Float32Array;
  /** [rows, outputs * steps], scaled. */
  readonly targets: Float32Array;
  readonly rows: number;
}

function lagRows(
  { card }: PeerRequest,
  walk: Walk,
  side: Side,
  origins: readonly number[],
  source: BaselineSource,
): LagRows {
  const lag = new LagVector(card, side);
  const outputs = card.outputs.map((name) => walk.channels[bindToSide(name, side)].measured);
  const width = outputs.length * card.steps;
  const vectors: number[] = [];
  const targets: number[] = [];
  for (const t of origins) {
    const history: Pick<History, 'input'> = {
      input: (channel, ticks) => walk.channels[channel][source].subarray(t + 1 - ticks, t + 1),
    };
    if (!lag.read(history)) continue;
    const future = Array.from({ length: width }, (_, i) => {
      const j = Math.floor(i / card.steps);
      return (outputs[j][t + 1 + (i % card.steps)] - lag.present[j]) / lag.scale[j];
    });
    if (!future.every(Number.isFinite)) continue;
    vectors.push(...lag.values);
    targets.push(...future);
  }
  return {
    size: lag.size,
    vectors: Float32Array.from(vectors),
    targets: Float32Array.from(targets),
    rows: targets.length / width,
  };
}

function fitRandomFeatures(
  base: readonly LagRows[],
  own: LagRows,
  whitening: RandomFeaturesModel['whitening'],
): RandomFeaturesModel {
  const lift = new Lift(whitening, LIFT);
  const parts = [...base.map((rows) => ({ rows, weight: 1 })), { rows: own, weight: OWN_WEIGHT }];
  const n = parts.reduce((sum, p) => sum + p.rows.rows, 0);
  const width = own.targets.length / own.rows;
  const x = new Float64Array(n * lift.size);
  const y = new Float64Array(n * width);
  let at = 0;
  for (const { rows, weight } of parts) {
    const root = Math.sqrt(weight);
    for (let r = 0; r < rows.rows; r++, at++) {
      lift.lift(rows.vectors, r * rows.size, x, at * lift.size);
      for (let k = at * lift.size; k < (at + 1) * lift.size; k++) x[k] *= root;
      for (let o = 0; o < width; o++) y[at * width + o] = root * rows.targets[r * width + o];
    }
  }
  const weights = Float32Array.from(ridge(x, y, n, lift.size, width, RIDGE_OF_COSINES));
  return { whitening, lift: LIFT, weights };
}

/** The base's weights, moved as little as their error on the person's windows asks for. */
function moveRandomFeatures(base: RandomFeaturesModel, own: LagRows): RandomFeaturesModel {
  const lift = new Lift(base.whitening, base.lift);
  const n = own.rows;
  const width = base.weights.length / lift.size;
  const x = new Float64Array(n * lift.size);
  const y = Float64Array.from(own.targets);
  for (let r = 0; r < n; r++) {
    lift.lift(own.vectors, r * own.size, x, r * lift.size);
    for (let k = 0; k < lift.size; k++) {
      const v = x[r * lift.size + k];
      for (let o = 0; o < width; o++) y[r * width + o] -= v * base.weights[k * width + o];
    }
  }
  const change = ridge(x, y, n, lift.size, width, MOVE_COUNT);
  return { ...base, weights: base.weights.map((w, i) => w + change[i]) };
}

function fitKnn(own: LagRows, whitening: KnnModel['whitening']): KnnModel {
  const n = whitening.components;
  const windows = new Float32Array(own.rows * n);
  const white = new Float64Array(n);
  for (let r = 0; r < own.rows; r++) {
    whiten(whitening, own.vectors, r * own.size, white);
    windows.set(white, r * n);
  }
  return { whitening, windows, futures: own.targets };
}

/** The base ridge, moved as little as its error on the person's windows asks for. */
function adaptRidge({ baseRidge, walk, side, origins, card }: PeerRequest): RidgeWeights {
  const p = baseRidge.inputs.length * (baseRidge.windowTicks - 1);
  const width = baseRidge.outputs.length * baseRidge.steps;
  const source = baseRidge.source ?? 'input';
  const inputs = baseRidge.inputs.map((name) => walk.channels[bindToSide(name, side)][source]);
  const outputs = baseRidge.outputs.map((name) => walk.channels[bindToSide(name, side)]);
  const features = new Float32Array(p);
  const x: number[] = [];
  const y: number[] = [];
  for (const t of origins) {
    if (t + 1 < baseRidge.windowTicks) continue;
    inputs.forEach((values, i) => {
      ridgeFeatures(values.subarray(t + 1 - baseRidge.windowTicks, t + 1), i, features);
    });
    const lag = features.reduce((m, v) => Math.max(m, Math.abs(v)), leastRange(card.scaling));
    const residual = Array.from({ length: width }, (_, o) => {
      const channel = outputs[Math.floor(o / baseRidge.steps)];
      let forecast = channel[source][t];
      for (let f = 0; f < p; f++) forecast += baseRidge.coefficients[o * p + f] * features[f];
      return (channel.measured[t + 1 + (o % baseRidge.steps)] - forecast) / lag;
    });
    if (!residual.every(Number.isFinite) || !features.every(Number.isFinite)) continue;
    for (const v of features) x.push(v / lag);
    y.push(...residual);
  }
  const rows = y.length / width;
  const change = ridge(Float64Array.from(x), Float64Array.from(y), rows, p, width, RIDGE_COUNT);
  return {
    ...baseRidge,
    coefficients: baseRidge.coefficients.map((v, i) => v + change[(i % p) * width + Math.floor(i / p)]),
  };
}

function meanStrideOf({ card, walk, side, strides, origins }: PeerRequest): MeanStrideModel {
  const last = Math.max(...origins) + card.steps + 1;
  const whole = strides.filter((s) => s.end <= last);
  const used =
    whole.length > 0 ? whole : strides.slice(0, 1).map((s) => ({ ...s, end: Math.min(s.end, last) }));
  const curves = new Float32Array(card.outputs.length * STRIDE_POINTS);
  card.outputs.forEach((name, j) => {
    const x = walk.channels[bindToSide(name, side)].input;
    for (const { start, end } of used)
      for (let p = 0; p < STRIDE_POINTS; p++) {
        const at = start + (p / STRIDE_POINTS) * (end - start);
        const i = Math.floor(at);
        curves[j * STRIDE_POINTS + p] += (x[i] + (at - i) * (x[i + 1] - x[i])) / used.length;
      }
  });
  const strideTicks = used.reduce((sum, s) => sum + s.end - s.start, 0) / used.length;
  return { curves, points: STRIDE_POINTS, strideTicks };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
