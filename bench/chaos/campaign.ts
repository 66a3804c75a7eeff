import { type FaultKind, kindsOf, planOf } from './plan';
import { warmModels } from './models';
import { type CaseResult, runCase } from './run-case';
import type { Violation } from './verdict';

export interface CaseReport extends CaseResult {
  readonly seed: number;
  readonly kinds: ReadonlySet<FaultKind>;
}

interface CampaignOptions {
  readonly seeds: Iterable<number>;
  readonly onCase?: (report: CaseReport) => void;
}

/** A forecast is said to take so long in most cases, so that a tenth of the ticks is forecast. */
const SLOW_MS = 60;
const FAST_MS = 1;

/** Cases one after the other, each from its seed alone. */
export async function campaign({ seeds, onCase }: CampaignOptions): Promise<CaseReport[]> {
  const slow = await warmModels(SLOW_MS);
  const fast = await warmModels(FAST_MS);
  const reports: CaseReport[] = [];
  for (const seed of seeds) {
    const plan = planOf(seed);
    const stray = watchProcess();
    const result = await runCase(plan, plan.fullRate ? fast : slow);
    const violations = [...result.violations, ...stray()];
    const report = { ...result, violations, seed, kinds: kindsOf(plan) };
    reports.push(report);
    onCase?.(report);
  }
  return reports;
}

/** Errors that reach nobody's hands: the returned function ends watching and tells them. */
function watchProcess(): () => Violation[] {
  const found: Violation[] = [];
  const note = (error: unknown): void => void found.push({ what: 'crash', detail: String(error) });
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  return () => {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
    return found;
  };
}
