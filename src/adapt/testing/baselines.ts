import type { BaselinesFile } from '../../forecast/baselines/baselines-file';

/** A ridge of the synthetic knee that forecasts no change. */
export const flatRidge = (steps: number): BaselinesFile['ridge'] => ({
  inputs: ['knee_angle_ipsi'],
  outputs: ['knee_angle_ipsi'],
  rate: 100,
  windowTicks: 40,
  steps,
  source: 'input',
  lambda: 1,
  samples: 1,
  coefficients: new Array<number>(steps * 39).fill(0),
});
