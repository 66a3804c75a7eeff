import type { PassSource } from '../device';
import { stateColumns } from '../layout';
import { SIGMOID_TANH } from './activations';

/**
 * Passes of the LSTM op, between TF.js tensors (one float to a texel, in row order, of any texture width, possibly a
 * part of a larger tensor) and the layouts of our own passes.
 */
const VALUE =
  'float value(sampler2D t, int width, int i) { return texelFetch(t, ivec2(i % width, i / width), 0).r; }';

/** Where a texel of the layout `gates` stands: item, tick and unit. */
const gatePlace = (units: number): string => `
  ivec2 at = ivec2(gl_FragCoord.xy);
  int row = at.y & 3;
  int item = (at.x >> 1) / ${stateColumns(units)};
  int left = item * ${stateColumns(units)};
  int unit = 2 * (4 * ((at.x >> 1) - left) + row) + (at.x & 1);`;

/** Tensor [batch, ticks, 4 units] to the layout `gates`; `activate` applies the gates' activations. */
export function gatesPass(units: number, activate: boolean): PassSource {
  return {
    inputs: ['tensor'],
    ints: ['tensorWidth', 'tensorStart', 'ticks'],
    body: `${SIGMOID_TANH}
${VALUE}
void main() {${gatePlace(units)}
  if (unit >= ${units}) { result = vec4(0.0); return; }
  int i = tensorStart + (item * ticks + (at.y >> 2)) * ${4 * units} + unit;
  result = vec4(value(tensor, tensorWidth, i), value(tensor, tensorWidth, i + ${units}),
    value(tensor, tensorWidth, i + ${2 * units}), value(tensor, tensorWidth, i + ${3 * units}));
  ${activate ? 'vec4 open = sigmoid(result); result = vec4(open.xy, tanh4(result).z, open.w);' : ''}
}`,
  };
}

/** Tensor [units, 4 units] to the texture that `recurrentWeights` describes. */
export function recurrentPass(units: number): PassSource {
  return {
    inputs: ['tensor'],
    ints: ['tensorWidth', 'tensorStart'],
    body: `${VALUE}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  if (max(at.x, at.y) >= ${units}) { result = vec4(0.0); return; }
  int i = tensorStart + at.x * ${4 * units} + at.y;
  result = vec4(value(tensor, tensorWidth, i), value(tensor, tensorWidth, i + ${units}),
    value(tensor, tensorWidth, i + ${2 * units}), value(tensor, tensorWidth, i + ${3 * units}));
}`,
  };
}

/** Hidden states or cells of all ticks as a tensor [batch, ticks, units]. Textures: states of even and odd ticks. */
export function statesTensorPass(units: number, what: 'hidden' | 'cell'): PassSource {
  const pair = what === 'hidden' ? 'xy' : 'zw';
  return {
    inputs: ['even', 'odd'],
    ints: ['width', 'ticks'],
    body: `
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int i = at.y * width + at.x;
  int unit = i % ${units};
  int tick = (i / ${units}) % ticks;
  int item = i / (${units} * ticks);
  int pair = unit >> 1;
  ivec2 place = ivec2(item * ${stateColumns(units)} + (pair >> 2), 4 * (tick >> 1) + (pair & 3));
  vec2 both = ((tick & 1) == 0 ? texelFetch(even, place, 0) : texelFetch(odd, place, 0)).${pair};
  result = vec4((unit & 1) == 0 ? both.x : both.y, 0.0, 0.0, 0.0);
}`,
  };
}

/** Gradients of all ticks, from the textures of even and odd ticks, as a tensor [batch, ticks, 4 units]. */
export function gradientTensorPass(units: number): PassSource {
  return {
    inputs: ['even', 'odd'],
    ints: ['width', 'ticks'],
    body: `
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int i = at.y * width + at.x;
  int unit = i % ${units};
  int gate = (i / ${units}) % 4;
  int tick = (i / ${4 * units}) % ticks;
  int item = i / (${4 * units} * ticks);
  int pair = unit >> 1;
  ivec2 place =
    ivec2(2 * (item * ${stateColumns(units)} + (pair >> 2)) + (unit & 1), 4 * (tick >> 1) + (pair & 3));
  vec4 all = (tick & 1) == 0 ? texelFetch(even, place, 0) : texelFetch(odd, place, 0);
  result = vec4(all[gate], 0.0, 0.0, 0.0);
}`,
  };
}

/**
 * One step of the LSTM backward in time. Textures: recurrent weights, activated gates, tensors of cells and of the
 * gradients of hidden states and cells, gradients of the gates and of the cell that the later tick has left. Writes the
 * gradients of this tick's gates, and what flows to the cell of the tick before, at 4 (tick >> 1).
 */
export function lstmBackwardPass(units: number): PassSource {
  const columns = 2 * stateColumns(units);
  return {
    inputs: ['recurrent', 'gates', 'cell', 'dHidden', 'dCell', 'later', 'carried'],
    ints: [
      'tick',
      'ticks',
      'cellWidth',
      'cellStart',
      'dHiddenWidth',
      'dHiddenStart',
      'dCellWidth',
      'dCellStart',
    ],
    outputs: ['gradient', 'carry'],
    body: `${SIGMOID_TANH}
${VALUE}
void main() {${gatePlace(units)}
  gradient = vec4(0.0);
  carry = vec4(0.0);
  if (unit >= ${units}) return;
  int i = (item * ticks + tick) * ${units} + unit;
  float dh = value(dHidden, dHiddenWidth, dHiddenStart + i);
  float dc = value(dCell, dCellWidth, dCellStart + i);
  if (tick + 1 < ticks) {
    int top = 4 * ((tick + 1) >> 1);
    for (int x = 0; x < ${columns}; x++)
      for (int y = 0; y < 4; y++)
        dh += dot(
          texelFetch(later, ivec2(2 * left + x, top + y), 0),
          texelFetch(recurrent, ivec2(unit, 2 * (4 * (x >> 1) + y) + (x & 1)), 0)
        );
    dc += texelFetch(carried, ivec2(at.x, top + row), 0).x;
  }
  float before = tick > 0 ? value(cell, cellWidth, cellStart + i - ${units}) : 0.0;
  float squashed = tanh4(vec4(value(cell, cellWidth, cellStart + i))).x;
  vec4 g = texelFetch(gates, ivec2(at.x, 4 * tick + row), 0);
  dc += dh * g.w * (1.0 - squashed * squashed);
  gradient = vec4(
    dc * g.z * g.x * (1.0 - g.x),
    dc * before * g.y * (1.0 - g.y),
    dc * g.x * (1.0 - g.z * g.z),
    dh * squashed * g.w * (1.0 - g.w)
  );
  carry = vec4(dc * g.y, 0.0, 0.0, 0.0);
}`,
  };
}
