import type { BaselinesFile } from '../forecast/baselines/baselines-file';
import type { Forecaster } from '../forecast/forecaster';
import type { AdaptJob } from './adapt';
import { closedForm } from './methods/closed-form';
import { allMethods } from './methods/combined';
import type { AdaptationMethod } from './methods/method';

type Parts = Pick<AdaptJob, 'base' | 'set' | 'replay'>;

/** What the therapist's button starts: every method, with the classical forecasters beside. */
export const wholeJob = (parts: Parts, baselines: BaselinesFile, tuning?: AdaptationMethod): AdaptJob => ({
  ...parts,
  methods: allMethods(tuning),
  baselines,
  finish: 'accepted',
});

/** What is done by itself between strides: one linear solve, against the personal model that runs. */
export const quietJob = (parts: Parts, rival: Forecaster | null): AdaptJob => ({
  ...parts,
  methods: [closedForm],
  finish: 'accepted',
  ...(rival === null ? {} : { rival }),
});
