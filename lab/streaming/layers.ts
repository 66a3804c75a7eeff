import type { Activation, ConvStage, PoolStage } from '../../src/forecast/runtime/plan';

/** The layers that a stream needs, one sample at a time in double precision. */
export type Values = Float64Array<ArrayBuffer>;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** x * kernel + bias; kernel is [x, units], flat. */
export function affine(x: Values, kernel: Float32Array, bias?: Float32Array): Values {
  const units = kernel.length / x.length;
  const y = bias === undefined ? new Float64Array(units) : Float64Array.from(bias);
  addProduct(y, x, kernel, 0);
  return y;
}

export function activate(x: Values, activation: Activation): void {
  if (activation === 'relu') for (let i = 0; i < x.length; i++) x[i] = Math.max(0, x[i]);
  if (activation === 'tanh') for (let i = 0; i < x.length; i++) x[i] = Math.tanh(x[i]);
}

/** As many rows as `rows` has strides, zeros at both ends as the stage pads. */
export function convolve(
  rows: readonly Values[],
  { kernel, stride, padLeft, to, activation }: ConvStage,
  weights: Float32Array,
  bias: Float32Array,
): Values[] {
  const depth = weights.length / kernel;
  return Array.from({ length: Math.ceil(rows.length / stride) }, (_, r) => {
    const y = Float64Array.from(bias);
    for (let k = 0; k < kernel; k++) {
      const at = r * stride - padLeft + k;
      if (at >= 0 && at < rows.length) addProduct(y, rows[at], weights, k * depth);
    }
    if (y.length !== to.channels) throw new RangeError(`${y.length} filters, not ${to.channels}`);
    activate(y, activation);
    return y;
  });
}

export function pool(rows: readonly Values[], { op, size }: PoolStage): Values[] {
  return Array.from({ length: Math.floor(rows.length / size) }, (_, r) =>
    rows[r * size].map((_, c) => {
      const values = rows.slice(r * size, (r + 1) * size).map((row) => row[c]);
      return op === 'max' ? Math.max(...values) : values.reduce((sum, v) => sum + v, 0) / size;
    }),
  );
}

/** Moves `hidden` and `cell` on by one step; gates i, f, c, o. */
export function lstmStep(
  x: Values,
  hidden: Values,
  cell: Values,
  kernel: Float32Array,
  recurrent: Float32Array,
  bias: Float32Array,
): void {
  const n = hidden.length;
  const z = affine(x, kernel, bias);
  addProduct(z, hidden, recurrent, 0);
  for (let i = 0; i < n; i++) {
    cell[i] = sigmoid(z[n + i]) * cell[i] + sigmoid(z[i]) * Math.tanh(z[2 * n + i]);
    hidden[i] = sigmoid(z[3 * n + i]) * Math.tanh(cell[i]);
  }
}

function addProduct(y: Values, x: Values, kernel: Float32Array, from: number): void {
  for (let i = 0, at = from; i < x.length; i++)
    for (let j = 0; j < y.length; j++, at++) y[j] += x[i] * kernel[at];
}
