/** How a granted port is found again in another context or after a reload: ids do not pass between them, order does. */
export interface PortIdentity {
  readonly usbVendorId?: number;
  readonly usbProductId?: number;
  /** Place among the granted ports with the same ids. */
  readonly index: number;
}

type PortWithInfo = Pick<SerialPort, 'getInfo'>;

/** The port meant by `identity` among those granted, or undefined. */
export function findPort<P extends PortWithInfo>(ports: readonly P[], identity: PortIdentity): P | undefined {
  return ports.filter((port) => sameIds(port.getInfo(), identity))[identity.index];
}

export function identityOf<P extends PortWithInfo>(ports: readonly P[], port: P): PortIdentity {
  const { usbVendorId, usbProductId } = port.getInfo();
  const alike = ports.filter((p) => sameIds(p.getInfo(), { usbVendorId, usbProductId }));
  return { usbVendorId, usbProductId, index: Math.max(0, alike.indexOf(port)) };
}

/** `2e8a:000a`, or `serial` for a port that is not on USB. */
export function labelOf({
  usbVendorId,
  usbProductId,
}: Pick<PortIdentity, 'usbVendorId' | 'usbProductId'>): string {
  if (usbVendorId === undefined) return 'serial';
  const hex = (n: number) => n.toString(16).padStart(4, '0');
  return usbProductId === undefined ? hex(usbVendorId) : `${hex(usbVendorId)}:${hex(usbProductId)}`;
}

function sameIds(info: SerialPortInfo, ids: Pick<PortIdentity, 'usbVendorId' | 'usbProductId'>): boolean {
  return info.usbVendorId === ids.usbVendorId && info.usbProductId === ids.usbProductId;
}
