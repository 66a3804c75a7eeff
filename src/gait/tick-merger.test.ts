import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TickMerger } from './tick-merger';

type Out = [tick: number, row: number[]][];
const STREAMS = [['knee_angle_r'], ['emg_vm_r', 'emg_rf_r']];

function merger(): { out: Out; push: (stream: number, tick: number, value?: number) => void; m: TickMerger } {
  const out: Out = [];
  const m = new TickMerger(STREAMS, 100);
  const emit = (tick: number, input: Float32Array, measured: Float32Array): void => {
    expect([...measured]).toEqual([...input].map((x) => -x));
    out.push([tick, [...input]]);
  };
  const push = (stream: number, tick: number, value = tick + stream / 10): void => {
    const row = Float32Array.from(STREAMS[stream], () => value);
    m.push(
      stream,
      tick,
      row,
      row.map((x) => -x),
      emit,
    );
  };
  return { out, push, m };
}
const f = Math.fround;
const whole = (tick: number): [number, number[]] => [tick, [f(tick), f(tick + 0.1), f(tick + 0.1)]];

describe('tick merger', () => {
  it('puts streams side by side, in order, whichever comes first', () => {
    fc.assert(
      // Steps of one stream or the other, never more than 15 ticks apart.
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }), (turns) => {
        const { out, push } = merger();
        const at = [0, 0];
        for (const turn of turns) {
          const s = turn ? 1 : 0;
          if (at[s] - at[1 - s] < 15) push(s, at[s]++);
        }
        expect(out).toEqual(Array.from({ length: Math.min(...at) }, (_, tick) => whole(tick)));
      }),
    );
  });
  it('does not wait for a stream that is more than 200 ms behind, and takes it again when it has caught up', () => {
    const { out, push, m } = merger();
    for (let t = 0; t < 30; t += 1) push(0, t);
    expect(out.map(([t]) => t)).toEqual(Array.from({ length: 30 }, (_, t) => t));
    expect(out[0][1].slice(1)).toEqual([NaN, NaN]);
    // No further delay while it stays away.
    push(0, 30);
    expect(out.at(-1)![0]).toBe(30);
    for (let t = 0; t <= 30; t += 1) push(1, t);
    expect(m.lateRows).toBe(31);
    push(0, 31);
    push(1, 31);
    expect(out.at(-1)).toEqual(whole(31));
    push(0, 32);
    expect(out.at(-1)).toEqual(whole(31));
  });
  it('waits for all within 200 ms', () => {
    const { out, push } = merger();
    for (let t = 0; t <= 19; t += 1) push(0, t);
    expect(out).toEqual([]);
    push(1, 0);
    expect(out).toEqual([whole(0)]);
  });
  it('after an interruption of all streams the second one to come back loses nothing', () => {
    const { out, push } = merger();
    push(0, 0);
    push(1, 0);
    const back = (s: number): void => {
      for (let t = 1; t <= 200; t += 1) push(s, t, NaN);
      push(s, 700);
      push(s, 701);
    };
    back(0);
    back(1);
    expect(out.map(([t]) => t)).toEqual([0, ...Array.from({ length: 200 }, (_, t) => t + 1), 700, 701]);
    expect(out.slice(-2)).toEqual([whole(700), whole(701)]);
  });
  it('takes the ticks of a stream that begins later', () => {
    const { out, push } = merger();
    push(0, 0);
    push(0, 1);
    push(1, 1);
    expect(out).toEqual([[0, [0, NaN, NaN]], whole(1)]);
  });
  it('drops what comes twice or lies before the origin, and gives out the rest at the end', () => {
    const { out, push, m } = merger();
    push(0, -1);
    push(0, 0);
    push(0, 0, 99);
    push(0, 1);
    m.flush((t, i) => out.push([t, [...i]]));
    expect(out.map(([t, row]) => [t, row[0]])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(() => push(2, 0)).toThrow();
  });
});
