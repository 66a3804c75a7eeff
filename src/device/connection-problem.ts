import { TransportError, type TransportProblem } from './transport';

/** Why a connection is lost, failed or ended. Codes and figures only. */
export type ConnectionProblem =
  | { readonly code: TransportProblem; readonly detail: string }
  /** `detail`: how many bytes came that nobody understood. 0: the wrong port, or a sleeping device; else the wrong rate. */
  | { readonly code: 'handshake_timeout'; readonly detail: string; readonly otherBaudRates: number[] }
  | { readonly code: 'unknown_version' | 'unknown_protocol' | 'bad_description'; readonly detail: string }
  /** Connected, but nothing comes. `detail`: ms of silence. */
  | { readonly code: 'silent'; readonly detail: string };

/** What may be mended by trying again, without anybody doing anything on screen. */
const PASSING = new Set<ConnectionProblem['code']>([
  'unplugged',
  'port_not_found',
  'port_in_use',
  'open_failed',
  'handshake_timeout',
  'silent',
]);

/** What a newly plugged device may mend, even at the first attempt. */
const MISSING = new Set<ConnectionProblem['code']>(['unplugged', 'port_not_found', 'open_failed', 'silent']);

export const passesByItself = (problem: ConnectionProblem): boolean => PASSING.has(problem.code);
export const mayComeBack = (problem: ConnectionProblem): boolean => MISSING.has(problem.code);

export function problemOf(error: unknown): ConnectionProblem {
  if (error instanceof TransportError) return { code: error.problem, detail: error.detail };
  return { code: 'open_failed', detail: error instanceof Error ? error.message : String(error) };
}
