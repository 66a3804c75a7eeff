import { type IntervalShape, shapeTable } from '../../../src/forecast/interval-shape';
import { fitQuantiles, fitShape } from './fit-shape';
import type { Residuals } from './residuals';

/** What an interval starts from: learned from people, never from the one it is for. */
export interface IntervalStart {
  readonly intervalShape: IntervalShape | undefined;
  readonly intervalQuantiles: number[];
}

export function fitStart(people: readonly Residuals[], shaped = true): IntervalStart {
  const { steps } = people[0];
  if (!shaped) return { intervalShape: undefined, intervalQuantiles: fitQuantiles(people, () => 1) };
  const intervalShape = fitShape(people);
  const table = shapeTable(intervalShape, steps);
  const intervalQuantiles = fitQuantiles(people, (bin, step) => table[bin * steps + step - 1]);
  return { intervalShape, intervalQuantiles };
}
