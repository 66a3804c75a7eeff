import type { Side } from '../../gait/channels';
import { whiten, type Whitening } from '../regression/whitening';
import type { BaselineSource } from './baselines-file';
import type { LagShape } from './lag-vector';
import { WindowBaseline } from './window-baseline';

export interface KnnModel {
  readonly whitening: Whitening;
  /** Whitened windows of the person, [rows, components], and what came after them, [rows, outputs * steps], scaled. */
  readonly windows: Float32Array;
  readonly futures: Float32Array;
  readonly source?: BaselineSource;
}

const NEIGHBOURS = 8;

/** What came after the most similar of the person's own windows: their mean, nearer ones counting more. */
export class Knn extends WindowBaseline {
  readonly id = 'knn';
  readonly #model: KnnModel;
  readonly #white: Float64Array;
  readonly #rows: number;
  readonly #nearest: Int32Array;
  readonly #distances: Float64Array;

  constructor(shape: LagShape, side: Side, model: KnnModel) {
    super(shape, side, model.source);
    const { components } = model.whitening;
    this.#model = model;
    this.#white = new Float64Array(components);
    this.#rows = model.windows.length / components;
    this.#nearest = new Int32Array(NEIGHBOURS);
    this.#distances = new Float64Array(NEIGHBOURS);
  }

  protected change(vector: Float32Array, out: Float64Array): void {
    const { whitening, windows, futures } = this.#model;
    const n = whitening.components;
    const white = this.#white;
    whiten(whitening, vector, 0, white);
    this.#distances.fill(Number.POSITIVE_INFINITY);
    for (let r = 0; r < this.#rows; r++) {
      let distance = 0;
      for (let k = 0; k < n; k++) distance += (windows[r * n + k] - white[k]) ** 2;
      this.#take(r, distance);
    }
    out.fill(0);
    const width = out.length;
    let total = 0;
    for (let i = 0; i < NEIGHBOURS && this.#distances[i] < Number.POSITIVE_INFINITY; i++) {
      const weight = 1 / (this.#distances[i] + 1e-3 * n);
      total += weight;
      const from = this.#nearest[i] * width;
      for (let o = 0; o < width; o++) out[o] += weight * futures[from + o];
    }
    for (let o = 0; o < width; o++) out[o] /= total;
  }

  /** Keeps the nearest in order. */
  #take(row: number, distance: number): void {
    if (distance >= this.#distances[NEIGHBOURS - 1]) return;
    let i = NEIGHBOURS - 1;
    for (; i > 0 && this.#distances[i - 1] > distance; i--) {
      this.#distances[i] = this.#distances[i - 1];
      this.#nearest[i] = this.#nearest[i - 1];
    }
    this.#distances[i] = distance;
    this.#nearest[i] = row;
  }
}
