export type { SignalCheckReport, SignalCheckStep, SignalFinding, SignalFindingCode } from './report';
