import type { Activation } from '../../plan';
import type { PassSource } from '../device';
import { paddedUnits, stateColumns, texels } from '../layout';
import { activated, SIGMOID_TANH } from './activations';

/** A texture in the layout `rows` that an affine map reads: `taps` rows from row `tick * stride + first` on. */
export interface AffineInput {
  readonly ticks: number;
  readonly channels: number;
  readonly taps: number;
  readonly first: number;
}

export interface Affine {
  readonly inputs: readonly AffineInput[];
  readonly stride: number;
  /** Output channels; in the layout `gates` four for each unit, gate after gate. */
  readonly outputs: number;
  readonly activation: Activation;
  /** Neighbouring outputs that become one. */
  readonly pool?: { readonly op: 'max' | 'average'; readonly size: number };
  readonly layout: 'rows' | 'gates';
}

/** Weight textures higher than this are folded into columns. */
const FOLD_BITS = 11;
const FOLD = 1 << FOLD_BITS;

const weightRows = ({ inputs }: Affine): number =>
  inputs.reduce((rows, { taps, channels }) => rows + 4 * taps * texels(channels), 1);

/** Texels for one window of the batch in a row of the output. */
export const affineItemWidth = ({ layout, outputs }: Affine): number =>
  layout === 'rows' ? texels(outputs) : 2 * stateColumns(outputs / 4);

/** Texels of weights for one row of inputs. */
const weightWidth = ({ layout, outputs }: Affine): number =>
  layout === 'rows' ? texels(outputs) : paddedUnits(outputs / 4);

/**
 * Convolution, dense layer, input projection, selection and joining of vectors in one: the sum over inputs, taps and
 * channels, bias, activation, pool, in one draw. Textures: weights, then the inputs in order.
 */
export function affinePass(affine: Affine): PassSource {
  const { inputs, stride, layout, activation, pool } = affine;
  const width = weightWidth(affine);
  const rows = weightRows(affine);
  const folded = rows > FOLD;
  let base = 0;
  const sums = inputs.map(({ ticks, channels, taps, first }, i) => {
    const columns = texels(channels);
    const start = base;
    base += 4 * taps * columns;
    return `
  for (int tap = 0; tap < ${taps}; tap++) {
    int row = tick * ${stride} + tap + (${first});
    if (row < 0 || row >= ${ticks}) continue;
    for (int c = 0; c < ${columns}; c++) {
      vec4 x = texelFetch(input${i}, ivec2(item * ${columns} + c, row), 0);
      int w = ${start} + 4 * (tap * ${columns} + c);
      sum += x.x * weight(o, w) + x.y * weight(o, w + 1) + x.z * weight(o, w + 2) + x.w * weight(o, w + 3);
    }
  }`;
  });
  const pooled =
    pool === undefined
      ? 'result = affine(item, tick, o);'
      : `
  result = affine(item, tick * ${pool.size}, o);
  for (int i = 1; i < ${pool.size}; i++) {
    vec4 next = affine(item, tick * ${pool.size} + i, o);
    result = ${pool.op === 'max' ? 'max(result, next)' : 'result + next'};
  }
  ${pool.op === 'max' ? '' : `result /= ${pool.size}.0;`}`;
  const where =
    layout === 'rows'
      ? `int item = at.x / ${width}; int o = at.x - item * ${width}; int tick = at.y;`
      : `int column = at.x >> 1; int item = column / ${width / 8}; int tick = at.y >> 2;
  int o = 2 * (4 * (column - item * ${width / 8}) + (at.y & 3)) + (at.x & 1);`;
  return {
    inputs: ['weights', ...inputs.map((_, i) => `input${i}`)],
    body: `${SIGMOID_TANH}
vec4 weight(int o, int row) {
  return texelFetch(weights, ${folded ? `ivec2(o + ${width} * (row >> ${FOLD_BITS}), row & ${FOLD - 1})` : 'ivec2(o, row)'}, 0);
}
vec4 affine(int item, int tick, int o) {
  vec4 sum = weight(o, ${rows - 1});${sums.join('')}
  return ${activated(activation, 'sum')};
}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  ${where}
  ${pooled}
}`,
  };
}

/**
 * The weight texture of an affine map: `kernel` [sum of taps * channels, outputs] and `bias` [outputs] as TF.js keeps
 * them (a convolution's [taps, channels, outputs] is the same), each input's channels filled up to whole texels.
 */
export function affineWeights(
  affine: Affine,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number>,
): { width: number; height: number; data: Float32Array } {
  const { inputs, outputs, layout } = affine;
  const columns = weightWidth(affine);
  const rows = weightRows(affine);
  const height = Math.min(rows, FOLD);
  const width = columns * Math.ceil(rows / FOLD);
  const data = new Float32Array(4 * width * height);
  const units = outputs / 4;
  const put = (row: number, from: ArrayLike<number>, start: number): void => {
    const line = 4 * ((row & (FOLD - 1)) * width + (row >> FOLD_BITS) * columns);
    for (let o = 0; o < outputs; o++) {
      const gate = layout === 'rows' ? o : 4 * (o % units) + Math.floor(o / units);
      data[line + gate] = from[start + o];
    }
  };
  let row = 0;
  let source = 0;
  for (const { taps, channels } of inputs)
    for (let tap = 0; tap < taps; tap++) {
      for (let c = 0; c < channels; c++) put(row + c, kernel, outputs * (source + c));
      source += channels;
      row += 4 * texels(channels);
    }
  put(rows - 1, bias, 0);
  return { width, height, data };
}
