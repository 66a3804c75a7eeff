import { describe, expect, it } from 'vitest';
import { grantedPorts, openPortHere, pickPort, watchPorts } from './port-picker';
import { SerialTransport } from './serial-transport';
import { StreamTransport } from './stream-transport';
import { ScriptedPort, serialWith } from './testing/scripted-port';
import { type Transport, TransportError } from './transport';

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

async function listen(transport: Transport) {
  const got: number[] = [];
  const marks: string[] = [];
  const ends: TransportError[] = [];
  await transport.open({
    onBytes: (chunk) => got.push(...chunk),
    onClosed: (error) => ends.push(error),
    onLineError: (kind) => marks.push(kind),
  });
  return { got, marks, ends };
}

const on = (port: ScriptedPort, others: ScriptedPort[] = []) =>
  new SerialTransport({ index: 0, ...port.getInfo() }, 921_600, 'port', serialWith([...others, port]));

describe('SerialTransport', () => {
  it('opens with a large buffer, reads, writes in order and closes with nothing locked', async () => {
    const port = new ScriptedPort();
    const transport = on(port);
    const { got, ends } = await listen(transport);
    expect(port.opened).toEqual({ baudRate: 921_600, bufferSize: 1 << 20 });
    port.say(1, 2);
    port.say(3);
    await tick();
    expect(got).toEqual([1, 2, 3]);
    await Promise.all([transport.write(Uint8Array.of(4, 5)), transport.write(Uint8Array.of(6))]);
    expect(port.written).toEqual([4, 5, 6]);
    await transport.close();
    await transport.close();
    expect(port.closes).toBe(1);
    expect(ends).toEqual([]);
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ problem: 'unplugged' });
  });

  it.each([
    ['BreakError', 'break'],
    ['ParityError', 'parity'],
    ['FramingError', 'framing'],
    ['BufferOverrunError', 'overrun'],
  ])('goes on with a new reader after %s', async (name, mark) => {
    const port = new ScriptedPort();
    const transport = on(port);
    const { got, marks, ends } = await listen(transport);
    port.say(1);
    await tick();
    port.lineError(name);
    await tick();
    port.say(2);
    await tick();
    port.lineError(name);
    await tick();
    port.say(3);
    await tick();
    expect(got).toEqual([1, 2, 3]);
    expect(marks).toEqual([mark, mark]);
    expect(ends).toEqual([]);
    await transport.close();
    expect(port.closes).toBe(1);
  });

  it('tells an unplug once, and can still be closed', async () => {
    const port = new ScriptedPort();
    const transport = on(port);
    const { ends } = await listen(transport);
    port.unplug();
    await tick();
    expect(ends.map((e) => e.problem)).toEqual(['unplugged']);
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ problem: 'unplugged' });
    await transport.close();
    expect(ends.length).toBe(1);
  });

  it('finds its port among others by ids and place', async () => {
    const [a, b] = [0, 0].map(() => new ScriptedPort({ usbVendorId: 1, usbProductId: 2 }));
    const other = new ScriptedPort({ usbVendorId: 1, usbProductId: 3 });
    const identity = { usbVendorId: 1, usbProductId: 2, index: 1 };
    await listen(new SerialTransport(identity, 9600, '', serialWith([other, a, b])));
    expect([a.opened, b.opened, other.opened].map((o) => o !== null)).toEqual([false, true, false]);
    const gone = new SerialTransport(identity, 9600, '', serialWith([other, a]));
    await expect(listen(gone)).rejects.toMatchObject({ problem: 'port_not_found' });
  });

  it.each([
    ['NetworkError', 'port_in_use'],
    ['InvalidStateError', 'port_in_use'],
    ['SecurityError', 'permission_denied'],
    ['UnknownError', 'open_failed'],
  ])('says why it could not open: %s -> %s', async (name, problem) => {
    const port = new ScriptedPort();
    port.openFails = new DOMException('why', name);
    await expect(listen(on(port))).rejects.toMatchObject({ problem, detail: 'why' });
  });

  it('says so where there is no Web Serial', async () => {
    const transport = new SerialTransport({ index: 0 }, 9600, '', null);
    await expect(listen(transport)).rejects.toMatchObject({ problem: 'no_support' });
  });

  it('does not leave a port open that opened after the close', async () => {
    const port = new ScriptedPort();
    const really = port.open.bind(port);
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    port.open = (options) => gate.then(() => really(options));
    const transport = on(port);
    const opening = listen(transport);
    opening.catch(() => undefined);
    await tick();
    const closing = transport.close();
    go();
    await closing;
    await expect(opening).rejects.toBeInstanceOf(TransportError);
    expect(port.closes).toBe(1);
    expect(port.readable).toBeNull();
  });
});

describe('StreamTransport', () => {
  it('reads and writes streams that the window has opened, and ends them on close', async () => {
    const port = new ScriptedPort();
    const opened = await openPortHere({ index: 0 }, 115_200, serialWith([port]));
    const transport = new StreamTransport('serial', opened, 'port');
    const { got, ends } = await listen(transport);
    port.say(1, 2);
    await transport.write(Uint8Array.of(9));
    await tick();
    expect(got).toEqual([1, 2]);
    expect(port.written).toEqual([9]);
    await transport.close();
    expect(ends).toEqual([]);
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ problem: 'unplugged' });
  });

  it('tells the loss, and cannot be opened twice', async () => {
    const port = new ScriptedPort();
    const opened = await openPortHere({ index: 0 }, 115_200, serialWith([port]));
    const { ends, marks } = await listen(new StreamTransport('serial', opened, 'port'));
    port.lineError('BreakError');
    await tick();
    expect(marks).toEqual(['break']);
    expect(ends.map((e) => e.problem)).toEqual(['unplugged']);
    await expect(listen(new StreamTransport('serial', opened, 'port'))).rejects.toMatchObject({
      problem: 'port_not_found',
    });
  });
});

describe('port picker', () => {
  const [a, b] = [0, 0].map(() => new ScriptedPort({ usbVendorId: 0x2e8a, usbProductId: 0xa }));

  it('describes the chosen port so that a worker finds it', async () => {
    const serial = serialWith([a, b], () => Promise.resolve(b));
    const chosen = { usbVendorId: 0x2e8a, usbProductId: 0xa, index: 1, label: '2e8a:000a' };
    expect(await pickPort(serial)).toEqual(chosen);
    expect((await grantedPorts(serial))[1]).toEqual(chosen);
    await listen(new SerialTransport(chosen, 9600, chosen.label, serial));
    expect(b.opened).not.toBeNull();
  });

  it.each([
    ['NotFoundError', 'no_port_chosen'],
    ['SecurityError', 'permission_denied'],
    ['NotAllowedError', 'permission_denied'],
  ])('says why none was chosen: %s -> %s', async (name, problem) => {
    const serial = serialWith([], () => Promise.reject(new DOMException('', name)));
    await expect(pickPort(serial)).rejects.toMatchObject({ problem });
  });

  it('has no ports, and says so, without Web Serial', async () => {
    expect(await grantedPorts(null)).toEqual([]);
    await expect(pickPort(null)).rejects.toMatchObject({ problem: 'no_support' });
  });

  it('tells of each port that comes, until it is told to stop', () => {
    const serial = serialWith([]);
    let count = 0;
    const stop = watchPorts(() => count++, serial);
    serial.dispatchEvent(new Event('connect'));
    serial.dispatchEvent(new Event('connect'));
    stop();
    serial.dispatchEvent(new Event('connect'));
    expect(count).toBe(2);
  });
});
