/** The kernels that the host calls. No kernel allocates: the host lays out the memory, from `heapStart` on. */
export function heapStart(): usize {
  return __heap_base;
}
export {
  batchedProduct,
  addTransposedProduct,
  addBatchedTransposedProduct,
  transposePanels,
  addColumnSums,
} from './matmul';
export { lstmForward, lstmBackward } from './lstm';
export { copyRows, poolForward, poolBackward, meanForward, addMeanBackward, addRows } from './sequence';
export {
  dotScores,
  additiveScores,
  softmax,
  weightedSum,
  addWeightedSumBackward,
  addDotScoresBackward,
  additiveScoresBackward,
  reweight,
  reweightBackward,
} from './attention';
export { tanhRows, tanhBackward, reluBackward, multiply, dropoutMask } from './elementwise';
export { loss, sumOfSquares, adam, clear } from './training';
