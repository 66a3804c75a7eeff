import type { LinkCounters } from './events';

export const newCounters = (): LinkCounters => ({
  bytes: 0,
  framesOk: 0,
  framesBad: 0,
  framesLost: 0,
  framesUnknown: 0,
  framesDuplicate: 0,
  samples: 0,
  samplesLost: 0,
});
