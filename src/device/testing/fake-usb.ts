/**
 * A CDC-ACM device behind `navigator.usb`, as the WebUSB specification describes it. Browsers cannot be given a virtual
 * USB device, so this is the one place where a fake stands for the platform; docs/protocol.md says so.
 */
export class FakeUsbDevice {
  readonly vendorId = 0x2341;
  readonly productId = 0x8036;
  readonly productName = 'Fake board';
  opened = false;
  configuration: unknown = null;
  readonly claimed: number[] = [];
  readonly lineCoding: { baudRate: number }[] = [];
  readonly controlLines: number[] = [];
  readonly written: number[] = [];
  claimFails: Error | null = null;
  private readonly queue: Uint8Array[] = [];
  private waiting: { resolve(r: unknown): void; reject(e: unknown): void } | null = null;
  readonly configurations: unknown[];

  /** `classes`: interface classes; 2 and 10 make a CDC-ACM device. */
  constructor(classes = [2, 10]) {
    this.configurations = [
      {
        interfaces: classes.map((interfaceClass, interfaceNumber) => ({
          interfaceNumber,
          alternates: [
            {
              interfaceClass,
              endpoints: [
                { endpointNumber: 1, direction: 'in', packetSize: 64 },
                { endpointNumber: 2, direction: 'out', packetSize: 64 },
              ],
            },
          ],
        })),
      },
    ];
  }

  open(): Promise<void> {
    this.opened = true;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.opened = false;
    this.waiting?.reject(new DOMException('The transfer was cancelled.', 'AbortError'));
    this.waiting = null;
    return Promise.resolve();
  }

  selectConfiguration(n: number): Promise<void> {
    this.configuration = n;
    return Promise.resolve();
  }

  claimInterface(n: number): Promise<void> {
    if (this.claimFails) return Promise.reject(this.claimFails);
    this.claimed.push(n);
    return Promise.resolve();
  }

  controlTransferOut(setup: USBControlTransferParameters, data?: ArrayBuffer): Promise<unknown> {
    if (setup.request === 0x20 && data)
      this.lineCoding.push({ baudRate: new DataView(data).getUint32(0, true) });
    if (setup.request === 0x22) this.controlLines.push(setup.value);
    return Promise.resolve({ status: 'ok' });
  }

  transferIn(): Promise<unknown> {
    const next = this.queue.shift();
    if (next) return Promise.resolve(inResult(next));
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  transferOut(_endpoint: number, data: Uint8Array): Promise<unknown> {
    this.written.push(...data);
    return Promise.resolve({ status: 'ok', bytesWritten: data.length });
  }

  say(...bytes: number[]): void {
    const chunk = Uint8Array.from(bytes);
    if (this.waiting) this.waiting.resolve(inResult(chunk));
    else this.queue.push(chunk);
    this.waiting = null;
  }

  unplug(): void {
    this.waiting?.reject(new DOMException('The device was disconnected.', 'NetworkError'));
    this.waiting = null;
  }
}

const inResult = (bytes: Uint8Array) => ({ status: 'ok', data: new DataView(bytes.buffer) });

/** `navigator.usb` of a browser in which the user chooses `device`, or nothing. */
export function usbWith(device: FakeUsbDevice | null, error = 'NotFoundError'): USB {
  const usb = {
    requestDevice: () =>
      device ? Promise.resolve(device) : Promise.reject(new DOMException('No device selected.', error)),
  };
  return usb as unknown as USB;
}
