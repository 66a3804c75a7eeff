import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sessionShape } from '../../records/shapes/session';
import { readRecord } from '../../records/shapes/shape';
import { newSession } from '../../records/testing/fixtures';
import { inOrder, SORT_KEYS } from './session-order';

const codeOf = (id: string | null): string => (id === null ? '' : `P-${id}`);
const row = fc
  .record({
    second: fc.integer({ min: 0, max: 5 }),
    patientId: fc.constantFrom(null, '2', '10'),
    durationS: fc.option(fc.integer({ min: 0, max: 9 })),
    strides: fc.option(fc.integer({ min: 0, max: 9 })),
    device: fc.constantFrom('', 'Exo', 'Board'),
    mae: fc.option(fc.integer({ min: 1, max: 5 })),
  })
  .map(({ second, mae, ...rest }) =>
    readRecord(sessionShape, {
      ...newSession(new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(), rest),
      id: crypto.randomUUID(),
      title: '',
      version: sessionShape.version,
      summary: { 'mae_100ms.knee_angle_r.knee': mae },
    }),
  );

test('every order keeps every row, turns round but for what is not known, which stays last', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.constantFrom(...SORT_KEYS), (rows, key) => {
      const up = inOrder(rows, { key, descending: false }, codeOf);
      const down = inOrder(rows, { key, descending: true }, codeOf);
      expect(new Set(up)).toEqual(new Set(rows));
      expect(up).toHaveLength(rows.length);
      const unknown = (r: (typeof rows)[number]): boolean =>
        ({
          date: false,
          patient: r.patientId === null,
          device: r.device === '',
          duration: r.durationS === null,
          strides: r.strides === null,
          score: r.summary['mae_100ms.knee_angle_r.knee'] === null,
        })[key];
      for (const order of [up, down])
        expect(order.map(unknown)).toEqual(order.map(unknown).sort((a, b) => Number(a) - Number(b)));
      if (key === 'duration') {
        const known = up.flatMap((r) => r.durationS ?? []);
        expect(known).toEqual([...known].sort((a, b) => a - b));
        expect(down.flatMap((r) => r.durationS ?? [])).toEqual([...known].reverse());
      }
    }),
  );
});

test('codes are ordered as people count: P-2 before P-10', () => {
  const rows = fc.sample(row, { numRuns: 40, seed: 1 });
  const codes = inOrder(rows, { key: 'patient', descending: false }, codeOf).flatMap(
    (r) => r.patientId ?? [],
  );
  expect(codes).toEqual([...codes].sort((a, b) => Number(a) - Number(b)));
});
