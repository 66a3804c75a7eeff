/**
 * How values lie in textures. A batch is always laid out from left to right, window after window, so that the number of
 * windows changes the width of a draw only.
 *
 *   rows    [ticks, channels]: channel c of tick t in texel (c >> 2, t), component c & 3
 *   gates   [ticks, units, 4]: unit u of tick t in texel (2 * column(u) + (u & 1), 4 t + row(u)), gates i, f, c, o
 *   states  [ticks / 2, units]: units u, u + 1 (u even) of tick t in texel (column(u), 4 (t >> 1) + row(u)) as
 *           (h, h', c, c'); even and odd ticks in two textures, because a draw cannot read the texture that it writes
 *
 * with pair = u >> 1, column = pair >> 2, row = pair & 3: a step of the LSTM draws blocks 4 texels high, which keeps
 * the GPU's 2 x 2 quads full, and two threads of a software renderer busy.
 */
export const texels = (channels: number): number => Math.ceil(channels / 4);

/** Columns of texels that the state of `units` takes. */
export const stateColumns = (units: number): number => Math.ceil(units / 8);

/** Units with those that fill up the last column; their weights and states are zero. */
export const paddedUnits = (units: number): number => 8 * stateColumns(units);

/** `batch` windows [ticks, channels], one behind the other, into the layout `rows`. `to` keeps its zeros. */
export function packRows(
  from: Float32Array,
  to: Float32Array,
  batch: number,
  ticks: number,
  channels: number,
): void {
  const itemSize = 4 * texels(channels);
  for (let b = 0, at = 0; b < batch; b++)
    for (let t = 0; t < ticks; t++) {
      const start = (t * batch + b) * itemSize;
      for (let c = 0; c < channels; c++) to[start + c] = from[at++];
    }
}
