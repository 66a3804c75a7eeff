export type { SignalCheckReport, SignalCheckStep, SignalFinding, SignalFindingCode } from './report';
export { SIGNAL_CHECK_STEPS } from './report';
export { SignalCheck } from './signal-check';
