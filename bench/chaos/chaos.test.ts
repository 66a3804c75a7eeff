import { describe, expect, it } from 'vitest';
import { campaign } from './campaign';
import { type FaultKind, kindsOf, planOf } from './plan';
import { encodeFrame } from '../../src/device/stridelink/framing';
import { readFrame } from './wire-frame';

/** The whole campaign is `npm run chaos`. */
const CASES = 200;
const PARTS = 4;
const FIRST = 1;
const ALL: readonly FaultKind[] = [
  'bit_flips',
  'random_bytes',
  'truncation',
  'duplicates',
  'reordering',
  'stall_held',
  'stall_lost',
  'unplug',
  'reboot',
  'deaf',
  'line_errors',
  'sleep',
  'hidden',
  'log_death',
  'rate_drift',
  'clock_wrap',
  'disk_full',
];

describe('chaos', () => {
  it('reads the wire as it is written, by a reading of its own', () => {
    const wire = encodeFrame(
      2,
      0x1234,
      Uint8Array.from({ length: 600 }, (_, i) => i % 256),
    );
    const frame = readFrame(wire.subarray(0, -1))!;
    expect([...frame.subarray(0, 3)]).toEqual([2, 0x34, 0x12]);
    expect(frame).toHaveLength(603);
    const torn = wire.slice(0, -1);
    torn[77] ^= 4;
    expect(readFrame(torn)).toBeNull();
  });

  it('makes every kind of trouble, the same for the same seed', () => {
    const seeds = Array.from({ length: CASES }, (_, i) => FIRST + i);
    const kinds = new Set(seeds.flatMap((seed) => [...kindsOf(planOf(seed))]));
    expect([...kinds].sort()).toEqual([...ALL].sort());
    expect(planOf(17)).toEqual(planOf(17));
  });

  it.each(Array.from({ length: PARTS }, (_, part) => FIRST + (part * CASES) / PARTS))(
    'breaks no rule in the sessions from seed %i on',
    { timeout: 600_000 },
    async (from) => {
      const seeds = Array.from({ length: CASES / PARTS }, (_, i) => from + i);
      const reports = await campaign({ seeds });
      const failed = reports.filter((r) => r.violations.length > 0);
      expect(failed.map(({ seed, violations }) => ({ seed, violations }))).toEqual([]);
      const sum = (of: (r: (typeof reports)[number]) => number): number =>
        reports.reduce((n, r) => n + of(r), 0);
      // It can fail only if there was something to break.
      expect(sum((r) => r.delivered)).toBeGreaterThan(1000 * seeds.length);
      expect(sum((r) => r.lost)).toBeGreaterThan(100 * seeds.length);
      expect(sum((r) => r.forecasts)).toBeGreaterThan(2 * seeds.length);
    },
  );
});
