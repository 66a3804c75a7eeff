import type { ExecutorFactory } from '../executor';

/** The network as few WebGL draws; comes with TF.js at its first use. Rejects with a plain reason without WebGL 2. */
export const webglFused: ExecutorFactory = async (spec, weights, maxBatch) => {
  const { createFusedExecutor } = await import('./fused-executor');
  return createFusedExecutor(spec, weights, maxBatch);
};
