import { eigenSymmetric } from './linear-algebra';

/**
 * Deep features in directions of equal spread: standardised, then their first principal components, each divided by
 * its spread. Learned on a reference (base strides and the person's own together): on a person's few strides alone the
 * small directions are noise, and what is corrected along them does not hold later (docs/adaptation.md).
 */
export interface Whitening {
  readonly features: number;
  readonly components: number;
  readonly mean: Float64Array;
  /** [components, features]: from centred features to whitened ones. */
  readonly projection: Float64Array;
}

/** Beyond this a whitened feature says only that it is far out. */
const LIMIT = 4;
/** A feature that hardly moves is not blown up to a spread of 1. */
const LEAST_SPREAD = 0.05;

/** `rows` [n, features], row-major. */
export function fitWhitening(rows: Float32Array, features: number, components: number): Whitening {
  const n = rows.length / features;
  const mean = new Float64Array(features);
  const spread = new Float64Array(features);
  for (let r = 0; r < n; r++) for (let f = 0; f < features; f++) mean[f] += rows[r * features + f] / n;
  for (let r = 0; r < n; r++)
    for (let f = 0; f < features; f++) spread[f] += (rows[r * features + f] - mean[f]) ** 2 / n;
  const moving = Array.from(spread, Math.sqrt)
    .filter((s) => s > 1e-6)
    .sort((a, b) => a - b);
  const least = LEAST_SPREAD * (moving[moving.length >> 1] ?? 1);
  for (let f = 0; f < features; f++) spread[f] = Math.max(Math.sqrt(spread[f]), least);

  const correlation = new Float64Array(features * features);
  const z = new Float64Array(features);
  for (let r = 0; r < n; r++) {
    for (let f = 0; f < features; f++) z[f] = (rows[r * features + f] - mean[f]) / spread[f];
    for (let i = 0; i < features; i++) {
      const zi = z[i] / n;
      if (zi !== 0) for (let j = 0; j <= i; j++) correlation[i * features + j] += zi * z[j];
    }
  }
  for (let i = 0; i < features; i++)
    for (let j = 0; j < i; j++) correlation[j * features + i] = correlation[i * features + j];
  const { values, vectors } = eigenSymmetric(correlation, features);
  const kept = Math.min(components, features);
  const floor = Math.sqrt(Math.max(values[0], 1e-12)) * 1e-3;
  const projection = new Float64Array(kept * features);
  for (let k = 0; k < kept; k++) {
    const along = Math.max(Math.sqrt(Math.max(values[k], 0)), floor);
    const turn = firstLarge(vectors, k, features) < 0 ? -1 : 1;
    for (let f = 0; f < features; f++)
      projection[k * features + f] = (turn * vectors[k * features + f]) / (along * spread[f]);
  }
  return { features, components: kept, mean, projection };
}

/** Writes [components] for one row of features. */
export function whiten(whitening: Whitening, row: Float32Array, rowAt: number, out: Float64Array): void {
  const { features, components, mean, projection } = whitening;
  for (let k = 0; k < components; k++) {
    let sum = 0;
    const at = k * features;
    for (let f = 0; f < features; f++) sum += projection[at + f] * (row[rowAt + f] - mean[f]);
    out[k] = Math.max(-LIMIT, Math.min(LIMIT, sum));
  }
}

/** An eigenvector's sign is arbitrary: its largest entry decides. */
function firstLarge(vectors: Float64Array, k: number, n: number): number {
  let largest = 0;
  for (let f = 0; f < n; f++)
    if (Math.abs(vectors[k * n + f]) > Math.abs(largest) + 1e-9) largest = vectors[k * n + f];
  return largest;
}
