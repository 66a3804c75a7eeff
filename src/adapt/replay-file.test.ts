import { describe, expect, it } from 'vitest';
import { decodeReplay, encodeReplay } from './replay-file';
import { KNEE, syntheticWalk } from './testing/walks';

const walks = [1, 2].map((seed) => syntheticWalk({ seed, strides: 3 }).walk);

describe('replay file', () => {
  it('gives the walks back to its resolution', () => {
    const bytes = encodeReplay(walks, 0.01, 'test');
    const back = decodeReplay(bytes);
    expect(back.map((w) => w.ticks)).toEqual(walks.map((w) => w.ticks));
    back.forEach((walk, i) => {
      for (const part of ['input', 'measured'] as const)
        walk.channels[KNEE][part].forEach((v, t) => {
          expect(Math.abs(v - walks[i].channels[KNEE][part][t])).toBeLessThan(0.0051);
        });
    });
  });

  it('has a resolution for each channel where they differ', () => {
    const [{ ticks, rate, channels }] = walks;
    const emg = Float32Array.from({ length: ticks }, (_, t) => 0.05 + 0.04 * Math.sin(t));
    const both = { ticks, rate, channels: { ...channels, emg_vm_r: { input: emg, measured: emg } } };
    const [back] = decodeReplay(encodeReplay([both], (name) => (name === KNEE ? 0.01 : 1e-5), 'test'));
    for (let t = 0; t < ticks; t++) {
      expect(Math.abs(back.channels.emg_vm_r.input[t] - emg[t])).toBeLessThan(6e-6);
      expect(Math.abs(back.channels[KNEE].input[t] - channels[KNEE].input[t])).toBeLessThan(0.0051);
    }
  });

  it('keeps missing values missing', () => {
    const [walk] = walks;
    const measured = walk.channels[KNEE].measured.slice();
    measured[5] = Number.NaN;
    const holed = { ...walk, channels: { [KNEE]: { ...walk.channels[KNEE], measured } } };
    expect(decodeReplay(encodeReplay([holed], 0.01, 'test'))[0].channels[KNEE].measured[5]).toBeNaN();
  });

  it('refuses a file that is cut short, or another one', () => {
    const bytes = encodeReplay(walks, 0.01, 'test');
    expect(() => decodeReplay(bytes.subarray(0, bytes.length - 1))).toThrow();
    expect(() => decodeReplay(new TextEncoder().encode('{"format":"else"}\n'))).toThrow();
  });

  it('refuses a value that does not fit', () => {
    expect(() => encodeReplay(walks, 1e-6, 'test')).toThrow(RangeError);
  });
});
