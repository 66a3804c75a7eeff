import { bestBaseline } from './figures';
import type { PersonResult } from './judge-walker';

const SHOWN_MS = [50, 100, 200, 500];

/** NMAE % by person for a terminal: zero-shot > adapted (best baseline). */
export function personTable(people: readonly PersonResult[]): string {
  const shown = SHOWN_MS.filter((ms) => people[0]?.zeroShot.nmae[ms] !== undefined);
  const head = `${'NMAE %, zero-shot > adapted'.padEnd(42)}${shown.map((ms) => `${ms} ms`.padStart(34)).join('')}`;
  const lines = people.map((p) => {
    const test = `${p.gate.decision}, ${p.strides} strides, test ${p.testTicks} ticks${p.pooled ? '' : ', too short'}`;
    const cells = shown.map((ms) => {
      const best = bestBaseline([p], ms);
      return `${n(p.zeroShot.nmae[ms])} > ${n(p.adapted.nmae[ms])} (${n(best.nmae)} ${short(best.id)})`.padStart(
        34,
      );
    });
    return `${p.id.padEnd(9)}${test.padEnd(44)}${cells.join('')}`;
  });
  return [head, ...lines].join('\n');
}

const n = (v: number): string => v.toFixed(2);
const short = (id: string): string => id.replace('random_features', 'rf').replace('_adapted', '+');
