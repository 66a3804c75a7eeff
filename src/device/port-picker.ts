import { openError } from './line-errors';
import { findPort, identityOf, labelOf, type PortIdentity } from './port-identity';
import { SERIAL_BUFFER_BYTES } from './serial-transport';
import type { ByteStreams } from './stream-transport';
import { serialHere } from './support';
import { TransportError } from './transport';

/** A port that the user has granted. Plain data: it goes to the worker, and into what is remembered. */
export interface GrantedPort extends PortIdentity {
  /** USB ids, `2e8a:000a`; the browser tells a page no name. */
  readonly label: string;
}

/** Asks the user for a port. Needs a click, and a window. Throws TransportError. */
export async function pickPort(serial = serialHere()): Promise<GrantedPort> {
  if (serial === null) throw new TransportError('no_support');
  try {
    const port = await serial.requestPort();
    return describePort(await serial.getPorts(), port);
  } catch (error) {
    throw openError(error);
  }
}

/** Ports granted before, at this moment plugged in. Empty where there is no Web Serial. */
export async function grantedPorts(serial = serialHere()): Promise<GrantedPort[]> {
  const ports = (await serial?.getPorts()) ?? [];
  return ports.map((port) => describePort(ports, port));
}

/**
 * Calls when a granted port is plugged in. Returns the end of listening. (A `once` listener is not called by
 * Chromium for real ports: a plain one is.)
 */
export function watchPorts(onConnect: () => void, serial = serialHere()): () => void {
  serial?.addEventListener('connect', onConnect);
  return () => serial?.removeEventListener('connect', onConnect);
}

/** A port's streams, opened here to be used elsewhere. `close` may be called at any time, and twice. */
export interface OpenedPort extends ByteStreams {
  readonly close: () => Promise<void>;
}

/** Opens a granted port in this window, for a worker without `navigator.serial`. Throws TransportError. */
export async function openPortHere(
  identity: PortIdentity,
  baudRate: number,
  serial = serialHere(),
): Promise<OpenedPort> {
  if (serial === null) throw new TransportError('no_support');
  const port = findPort(await serial.getPorts(), identity);
  if (port === undefined) throw new TransportError('port_not_found');
  try {
    await port.open({ baudRate, bufferSize: SERIAL_BUFFER_BYTES });
  } catch (error) {
    throw openError(error);
  }
  const { readable, writable } = port;
  if (!readable || !writable) throw new TransportError('unplugged');
  return { readable, writable, close: () => port.close().catch(() => undefined) };
}

function describePort(granted: readonly SerialPort[], port: SerialPort): GrantedPort {
  const identity = identityOf(granted, port);
  return { ...identity, label: labelOf(identity) };
}
