import { TransportError } from './transport';

export type LineError = 'break' | 'parity' | 'framing' | 'overrun';

const LINE_ERRORS: Readonly<Record<string, LineError>> = {
  BreakError: 'break',
  ParityError: 'parity',
  FramingError: 'framing',
  BufferOverrunError: 'overrun',
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The mark on the line that ended a read, or undefined where the port itself is gone. */
export const lineErrorOf = (error: unknown): LineError | undefined => LINE_ERRORS[nameOf(error)];

/** Any failure of an open port: without a line error it is gone. */
export const goneError = (error: unknown): TransportError => new TransportError('unplugged', textOf(error));

/**
 * Why a port could not be chosen or opened (Web Serial and WebUSB use the same DOMException names). A NetworkError at
 * open is what Chromium says when another tab or program holds the port.
 */
export function openError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const detail = textOf(error);
  switch (nameOf(error)) {
    case 'NotFoundError':
      return new TransportError('no_port_chosen', detail);
    case 'SecurityError':
    case 'NotAllowedError':
      return new TransportError('permission_denied', detail);
    case 'InvalidStateError':
    case 'NetworkError':
      return new TransportError('port_in_use', detail);
    default:
      return new TransportError('open_failed', detail);
  }
}
