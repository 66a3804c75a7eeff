export type { SignalCheckReport, SignalCheckStep, SignalFinding } from './report';
export { SignalCheck } from './signal-check';
