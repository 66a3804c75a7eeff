import { describe, expect, it } from 'vitest';
import { StreamTransport } from './stream-transport';
import { FakeUsbDevice, usbWith } from './testing/fake-usb';
import type { TransportError } from './transport';
import { openWebUsb } from './webusb-port';

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

async function connected() {
  const device = new FakeUsbDevice();
  const port = await openWebUsb(115_200, usbWith(device));
  const transport = new StreamTransport('webusb', port, port.label);
  const got: number[] = [];
  const ends: TransportError[] = [];
  await transport.open({ onBytes: (chunk) => got.push(...chunk), onClosed: (e) => ends.push(e) });
  return { device, port, transport, got, ends };
}

describe('openWebUsb', () => {
  it('claims both interfaces, sets the baud rate, raises DTR, and carries bytes both ways', async () => {
    const { device, transport, got, port } = await connected();
    expect(port.label).toBe('Fake board');
    expect(device.claimed).toEqual([0, 1]);
    expect(device.lineCoding).toEqual([{ baudRate: 115_200 }]);
    expect(device.controlLines).toEqual([1]);
    device.say(1, 2, 3);
    device.say(4);
    await tick();
    expect(got).toEqual([1, 2, 3, 4]);
    await transport.write(Uint8Array.of(7, 8));
    expect(device.written).toEqual([7, 8]);
  });

  it('tells an unplug', async () => {
    const { device, ends } = await connected();
    await tick();
    device.unplug();
    await tick();
    expect(ends.map((e) => e.problem)).toEqual(['unplugged']);
  });

  it('closes the device even while its streams are in use elsewhere', async () => {
    const { device, port } = await connected();
    await port.close();
    await port.close();
    expect(device.opened).toBe(false);
  });

  it('closes the device after the transport has let go', async () => {
    const { device, port, transport, ends } = await connected();
    await transport.close();
    await port.close();
    expect(device.opened).toBe(false);
    expect(ends).toEqual([]);
  });

  it('says why not', async () => {
    await expect(openWebUsb(9600, null)).rejects.toMatchObject({ problem: 'no_support' });
    await expect(openWebUsb(9600, usbWith(null))).rejects.toMatchObject({ problem: 'no_port_chosen' });
    await expect(openWebUsb(9600, usbWith(null, 'SecurityError'))).rejects.toMatchObject({
      problem: 'permission_denied',
    });
    await expect(openWebUsb(9600, usbWith(new FakeUsbDevice([255])))).rejects.toMatchObject({
      problem: 'open_failed',
      detail: 'not_cdc_acm',
    });
    const taken = new FakeUsbDevice();
    taken.claimFails = new DOMException('Unable to claim interface.', 'NetworkError');
    await expect(openWebUsb(9600, usbWith(taken))).rejects.toMatchObject({ problem: 'port_in_use' });
    expect(taken.opened).toBe(false);
  });
});
