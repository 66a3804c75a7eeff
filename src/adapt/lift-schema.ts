import { z } from '../gait/schema';
import type { LiftShape } from '../forecast/regression/lift';

const count = z.number().int().positive();

/** A lift as files keep it: the seed stands for its random numbers. Bounded, so that a damaged file cannot ask for all memory. */
export const liftSchema = z.object({
  leading: count,
  cosines: count.max(100_000),
  frequency: z.number(),
  linear: z.number(),
  constant: z.number(),
  seed: z.number().int(),
});

/** Width of what a lift makes of so many components. */
export const liftSize = ({ cosines }: LiftShape, components: number): number => cosines + components + 1;
