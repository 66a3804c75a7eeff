/** A way to a device's bytes. Real port, WebUSB, virtual exoskeleton and replay all enter here. */
export type TransportKind = 'serial' | 'webusb' | 'virtual' | 'replay';

export type TransportProblem =
  | 'no_support'
  | 'permission_denied'
  | 'no_port_chosen'
  | 'port_in_use'
  | 'port_not_found'
  | 'open_failed'
  | 'unplugged'
  | 'bad_file'
  | 'ended';

export class TransportError extends Error {
  readonly problem: TransportProblem;
  /** The system's own words or figures; may be empty. */
  readonly detail: string;
  constructor(problem: TransportProblem, detail = '') {
    super(detail ? `${problem}: ${detail}` : problem);
    this.name = 'TransportError';
    this.problem = problem;
    this.detail = detail;
  }
}

export interface TransportHandlers {
  /** A chunk as it came; the receiver may not keep it. `arrivalMs` is performance.now() at read. */
  onBytes(chunk: Uint8Array, arrivalMs: number): void;
  /** The byte stream is over: by unplug, by error, or because a replay ended. Called once. */
  onClosed(error: TransportError): void;
  /** A break, parity, framing or overrun mark: bytes may be missing, the port goes on. */
  onLineError?(kind: 'break' | 'parity' | 'framing' | 'overrun'): void;
}

export interface Transport {
  readonly kind: TransportKind;
  /** What the therapist reads: port or file name. */
  readonly label: string;
  /** Cannot be opened again after a loss: whoever made its streams has to make new ones. */
  readonly once?: boolean;
  /** Opens and starts to read. Rejects with TransportError. */
  open(handlers: TransportHandlers): Promise<void>;
  /** Host to device. Resolves when handed to the driver; rejects with TransportError when closed. Replay ignores it. */
  write(bytes: Uint8Array): Promise<void>;
  /** Never rejects; safe to call twice. */
  close(): Promise<void>;
}
