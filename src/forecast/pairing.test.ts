import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Pairing } from './pairing';

it('brings every forecast and truth together once, however late the forecasts come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.record({ made: fc.boolean(), known: fc.boolean(), late: fc.integer({ min: 0, max: 5 }) }), {
        minLength: 1,
        maxLength: 60,
      }),
      (steps, ticks) => {
        const pairs: string[] = [];
        const pairing: Pairing = new Pairing(steps, 5, (row, step, truthRow) => {
          expect((row + step) % pairing.depth).toBe(truthRow);
          pairs.push(`${forecastAt[row]} ${step} ${truthAt[truthRow]}`);
        });
        const forecastAt: number[] = [];
        const truthAt: number[] = [];
        for (let now = 0; now < ticks.length + 6; now++) {
          if (ticks[now]?.known) {
            truthAt[pairing.row(now)] = now;
            pairing.truth(now);
          }
          for (let k = Math.max(0, now - 5); k <= now; k++)
            if (ticks[k]?.made && k + ticks[k].late === now) {
              forecastAt[pairing.row(k)] = k;
              pairing.forecast(k);
            }
        }
        const wanted: string[] = [];
        for (let k = 0; k < ticks.length; k++)
          for (let h = 1; h <= steps; h++)
            if (ticks[k].made && ticks[k + h]?.known) wanted.push(`${k} ${h} ${k + h}`);
        expect(pairs.sort()).toEqual(wanted.sort());
      },
    ),
  );
});
