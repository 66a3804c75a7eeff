import { ACCUMULATE, product } from './matmul';
import { madd, one, sigmoid4, tanh4 } from './simd';

/**
 * LSTM with Keras' gates i, f, c, o, over sequences that lie step by step ([ticks][batch][...]), so that one step of the
 * whole batch is one matrix product. `units` is a multiple of 8.
 */

/**
 * `gates` [ticks][batch][4 units] holds the projected inputs with bias, and afterwards the activated gates; `h`, `c` and
 * `tanhC` are [ticks][batch][units]. The first step starts from zero state.
 */
export function lstmForward(
  batch: i32,
  ticks: i32,
  units: i32,
  gates: usize,
  recurrent: usize,
  h: usize,
  c: usize,
  tanhC: usize,
): void {
  const lane = <usize>units << 2;
  const block = lane * <usize>batch;
  for (let t = 0; t < ticks; t++) {
    if (t > 0)
      product(batch, 4 * units, units, h - block, units, recurrent, units << 3, gates, 4 * units, 0, ACCUMULATE);
    for (let s = 0; s < batch; s++) {
      for (let u = units; u > 0; u -= 4) {
        const i = sigmoid4(v128.load(gates));
        const f = sigmoid4(v128.load(gates + lane));
        const g = tanh4(v128.load(gates + lane * 2));
        const o = sigmoid4(v128.load(gates + lane * 3));
        let state = f32x4.mul(i, g);
        if (t > 0) state = madd(f, v128.load(c - block), state);
        const squashed = tanh4(state);
        v128.store(gates, i);
        v128.store(gates + lane, f);
        v128.store(gates + lane * 2, g);
        v128.store(gates + lane * 3, o);
        v128.store(c, state);
        v128.store(tanhC, squashed);
        v128.store(h, f32x4.mul(o, squashed));
        gates += 16;
        h += 16;
        c += 16;
        tanhC += 16;
      }
      gates += lane * 3;
    }
  }
}

/**
 * From `dOut` [ticks][batch][units] and what `lstmForward` left, turns `gates` into gradients of the projected inputs.
 * `recurrentT` is [4 units][units] in panels; `dh` and `dc` are scratch of [batch][units].
 */
export function lstmBackward(
  batch: i32,
  ticks: i32,
  units: i32,
  gates: usize,
  recurrentT: usize,
  c: usize,
  tanhC: usize,
  dOut: usize,
  dh: usize,
  dc: usize,
): void {
  const lane = <usize>units << 2;
  const block = lane * <usize>batch;
  memory.fill(dh, 0, block);
  memory.fill(dc, 0, block);
  for (let t = ticks - 1; t >= 0; t--) {
    const offset = block * <usize>t;
    const cAt = c + offset;
    const tAt = tanhC + offset;
    const outAt = dOut + offset;
    let gate = gates + offset * 4;
    let at: usize = 0;
    for (let s = 0; s < batch; s++) {
      for (let u = units; u > 0; u -= 4) {
        const i = v128.load(gate);
        const f = v128.load(gate + lane);
        const g = v128.load(gate + lane * 2);
        const o = v128.load(gate + lane * 3);
        const squashed = v128.load(tAt + at);
        const dHidden = f32x4.add(v128.load(outAt + at), v128.load(dh + at));
        const dOutput = f32x4.mul(f32x4.mul(dHidden, squashed), slope(o));
        const dState = madd(
          f32x4.mul(dHidden, o),
          f32x4.sub(one(), f32x4.mul(squashed, squashed)),
          v128.load(dc + at),
        );
        v128.store(gate, f32x4.mul(f32x4.mul(dState, g), slope(i)));
        const before = t > 0 ? v128.load(cAt + at - block) : f32x4.splat(0);
        v128.store(gate + lane, f32x4.mul(f32x4.mul(dState, before), slope(f)));
        v128.store(gate + lane * 2, f32x4.mul(f32x4.mul(dState, i), f32x4.sub(one(), f32x4.mul(g, g))));
        v128.store(gate + lane * 3, dOutput);
        v128.store(dc + at, f32x4.mul(dState, f));
        gate += 16;
        at += 16;
      }
      gate += lane * 3;
    }
    if (t > 0)
      product(batch, units, 4 * units, gates + offset * 4, 4 * units, recurrentT, units << 5, dh, units, 0, 0);
  }
}

/** Slope of the sigmoid, from its value. */
// @ts-ignore: decorator
@inline
function slope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(one(), y));
}
