import type { PassSource } from '../device';
import { paddedUnits, stateColumns } from '../layout';
import { SIGMOID_TANH } from './activations';

/**
 * One step of an LSTM, two units to a texel. Textures: recurrent weights (see `recurrentWeights`), projected inputs in
 * the layout `gates`, states of the ticks of the other parity; int: the tick. Draws rows 4 (tick >> 1) on, 4 high.
 */
export function lstmStepPass(units: number): PassSource {
  const columns = stateColumns(units);
  return {
    inputs: ['recurrent', 'gates', 'states'],
    ints: ['tick'],
    body: `${SIGMOID_TANH}
vec4 weight(int from, int to) { return texelFetch(recurrent, ivec2(from, to), 0); }
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int row = at.y & 3;
  int left = at.x - at.x % ${columns};
  int unit = 2 * (4 * (at.x - left) + row);
  vec4 a = texelFetch(gates, ivec2(2 * at.x, 4 * tick + row), 0);
  vec4 b = texelFetch(gates, ivec2(2 * at.x + 1, 4 * tick + row), 0);
  vec4 before = vec4(0.0);
  if (tick > 0) {
    int top = 4 * ((tick - 1) >> 1);
    for (int x = 0; x < ${columns}; x++)
      for (int y = 0; y < 4; y++) {
        vec4 h = texelFetch(states, ivec2(left + x, top + y), 0);
        int from = 2 * (4 * x + y);
        a += h.x * weight(from, unit) + h.y * weight(from + 1, unit);
        b += h.x * weight(from, unit + 1) + h.y * weight(from + 1, unit + 1);
      }
    before = texelFetch(states, ivec2(at.x, top + row), 0);
  }
  vec4 sa = sigmoid(a);
  vec4 sb = sigmoid(b);
  vec4 t = tanh4(vec4(a.z, b.z, 0.0, 0.0));
  vec2 c = vec2(sa.y, sb.y) * before.zw + vec2(sa.x, sb.x) * t.xy;
  result = vec4(vec2(sa.w, sb.w) * tanh4(vec4(c, 0.0, 0.0)).xy, c);
}`,
  };
}

/** Texture of a recurrent kernel [units, 4 units]: column = unit that it comes from, row = unit that it goes to. */
export function recurrentWeights(
  kernel: Float32Array,
  units: number,
): { width: number; height: number; data: Float32Array } {
  const size = paddedUnits(units);
  const data = new Float32Array(4 * size * size);
  for (let from = 0; from < units; from++)
    for (let gate = 0; gate < 4; gate++)
      for (let to = 0; to < units; to++)
        data[4 * (to * size + from) + gate] = kernel[from * 4 * units + gate * units + to];
  return { width: size, height: size, data };
}

/** Hidden states of all ticks in the layout `rows`. Textures: states of even and of odd ticks. */
export function collectPass(units: number): PassSource {
  const columns = stateColumns(units);
  const width = Math.ceil(units / 4);
  return {
    inputs: ['even', 'odd'],
    body: `
vec2 hidden(int tick, ivec2 at) {
  return ((tick & 1) == 0 ? texelFetch(even, at, 0) : texelFetch(odd, at, 0)).xy;
}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int item = at.x / ${width};
  int pair = 2 * (at.x - item * ${width});
  ivec2 state = ivec2(item * ${columns} + (pair >> 2), 4 * (at.y >> 1) + (pair & 3));
  result = vec4(hidden(at.y, state), hidden(at.y, state + ivec2(0, 1)));
}`,
  };
}
