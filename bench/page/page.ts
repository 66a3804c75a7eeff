import '../../src/app/theme/tokens.css';
import type { BenchResult } from '../../src/app/bench/results';
import { type BenchPart, runBench } from '../../src/app/bench/run-bench';
import { shippedModel } from '../../src/app/bench/shipped-model';
import type { ExecutorId } from '../../src/forecast/runtime/executor';
import { EXECUTOR_FACTORIES } from '../../src/forecast/runtime/factories';
import { endure, type Endurance } from './endurance';

/** The app's bench with the peers that do not ship, and what only this page can measure. */
declare global {
  /** Both are called from Node through the browser's debugger. */
  function bench(effort: number): Promise<BenchResult>;
  function enduranceOf(executor: ExecutorId, forecasts: number): Promise<Endurance>;
  /** Given by Node: hears what is being measured. */
  function told(part: BenchPart): void;
}

globalThis.bench = (effort) =>
  runBench({
    host: document.getElementById('plots')!,
    makeWorker: () => new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' }),
    baseUrl: document.baseURI,
    onPart: told,
    effort,
  });

globalThis.enduranceOf = async (executor, forecasts) => {
  const { spec, weights } = await shippedModel(document.baseURI, null);
  return endure(EXECUTOR_FACTORIES[executor], spec, weights, forecasts);
};
