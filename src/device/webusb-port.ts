import { SerialPort as UsbSerialPort } from 'web-serial-polyfill';
import { openError } from './line-errors';
import { labelOf } from './port-identity';
import type { OpenedPort } from './port-picker';
import { TransportError } from './transport';

/** CDC control interface: what the polyfill can speak to. FTDI, CP210x and CH340 chips have none. */
const CDC_CONTROL_CLASS = 2;
/**
 * Asked for at a time, bytes. A transfer ends at a short packet or when it is full, so a small one keeps the delay of
 * a device that sends whole packets small.
 */
const TRANSFER_BYTES = 4096;

export interface WebUsbPort extends OpenedPort {
  readonly label: string;
}

/**
 * "Connect by WebUSB", for browsers without Web Serial: asks for a CDC-ACM device (needs a click, and a window), opens
 * it and gives its streams. Throws TransportError; `open_failed` with detail `not_cdc_acm` for a device of another kind.
 */
export async function openWebUsb(baudRate: number, usb: USB | null = usbHere()): Promise<WebUsbPort> {
  if (usb === null) throw new TransportError('no_support');
  let device: USBDevice;
  try {
    device = await usb.requestDevice({ filters: [{ classCode: CDC_CONTROL_CLASS }] });
  } catch (error) {
    throw openError(error);
  }
  const port = portOf(device);
  try {
    await port.open({ baudRate, bufferSize: TRANSFER_BYTES });
  } catch (error) {
    throw usbOpenError(error);
  }
  const { readable, writable } = port;
  if (!readable || !writable) throw new TransportError('unplugged');
  const label =
    device.productName || labelOf({ usbVendorId: device.vendorId, usbProductId: device.productId });
  return { label, readable, writable, close: () => close(port, device) };
}

const usbHere = (): USB | null =>
  typeof navigator !== 'undefined' && 'usb' in navigator ? navigator.usb : null;

function portOf(device: USBDevice): UsbSerialPort {
  try {
    return new UsbSerialPort(device);
  } catch {
    throw new TransportError('open_failed', 'not_cdc_acm');
  }
}

/** The polyfill wraps the system's error into the text of its own. */
function usbOpenError(error: unknown): TransportError {
  const text = error instanceof Error ? error.message : String(error);
  if (/NetworkError|InvalidStateError/.test(text)) return new TransportError('port_in_use', text);
  if (/SecurityError|NotAllowedError/.test(text)) return new TransportError('permission_denied', text);
  return new TransportError('open_failed', text);
}

/** The polyfill cannot close a port whose streams have been given away (they are locked): then the device is closed. */
async function close(port: UsbSerialPort, device: USBDevice): Promise<void> {
  try {
    await port.close();
  } catch {
    if (device.opened) await device.close().catch(() => undefined);
  }
}
