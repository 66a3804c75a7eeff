import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEngineClient } from './client';
import type { EngineCommand, EngineEvent, EngineSetup } from './protocol';

const SETUP: EngineSetup = {
  affectedSide: 'r',
  executor: 'auto',
  model: 'auto',
  autoReconnect: true,
  compareWith: null,
};

class FakeWorker {
  sent: EngineCommand[] = [];
  terminated = false;
  onmessage: ((event: MessageEvent<EngineEvent>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  postMessage(message: unknown): void {
    this.sent.push(message as EngineCommand);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(event: EngineEvent): void {
    this.onmessage?.({ data: event } as MessageEvent<EngineEvent>);
  }
}

function start() {
  const workers: FakeWorker[] = [];
  const events: EngineEvent[] = [];
  const client = createEngineClient({
    setup: SETUP,
    baseUrl: 'http://localhost/',
    known: {},
    spawn: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
  });
  client.subscribe((event) => events.push(event));
  return { client, workers, events };
}

const demo: EngineCommand = {
  type: 'connect',
  source: { kind: 'virtual', preset: 'typical', seed: 1 },
  calibrations: [],
};

describe('engine client', () => {
  afterEach(() => void vi.useRealTimers());

  it('replaces a dead worker and brings it to where the old one was', () => {
    const { client, workers, events } = start();
    client.send({ type: 'setup', setup: { ...SETUP, affectedSide: 'l' } });
    client.send(demo);
    const calibration = { version: 1 as const, serial: 'x', channels: [] };
    client.send({ type: 'calibrate', calibration });
    workers[0].say({ type: 'fatal', detail: 'out of memory' });
    expect(workers[0].terminated).toBe(true);
    expect(events).toEqual([{ type: 'fatal', detail: 'out of memory' }]);
    expect(workers).toHaveLength(2);
    expect(workers[1].sent).toEqual([
      { type: 'init', setup: { ...SETUP, affectedSide: 'l' }, baseUrl: 'http://localhost/', known: {} },
      { ...demo, calibrations: [calibration] },
    ]);
    client.send({ type: 'frame' });
    expect(workers[1].sent.at(-1)).toEqual({ type: 'frame' });
    expect(workers[0].sent.at(-1)).not.toEqual({ type: 'frame' });
  });

  it('gives a new worker the personal model that was chosen last, and the option to go on learning', () => {
    const { client, workers } = start();
    const personal = { id: 'p1', label: '1', draft: {} } as Extract<
      EngineCommand,
      { type: 'usePersonal' }
    >['personal'];
    client.send({ type: 'usePersonal', personal });
    client.send({ type: 'continuous', on: true });
    client.send(demo);
    workers[0].say({ type: 'fatal', detail: '' });
    expect(workers[1].sent.slice(1)).toEqual([
      { type: 'usePersonal', personal },
      { type: 'continuous', on: true },
      demo,
    ]);
    client.send({ type: 'usePersonal', personal: null });
    workers[1].say({ type: 'fatal', detail: '' });
    expect(workers[2].sent.map((c) => c.type)).toEqual(['init', 'continuous', 'connect']);
  });

  it('does not connect again what was disconnected, nor streams that cannot be sent twice', () => {
    const { client, workers } = start();
    client.send(demo);
    client.send({ type: 'disconnect' });
    workers[0].say({ type: 'fatal', detail: '' });
    expect(workers[1].sent.map((c) => c.type)).toEqual(['init']);
    client.send({
      type: 'connect',
      source: {
        kind: 'webusb',
        baudRate: 115200,
        label: '',
        streams: { readable: new ReadableStream(), writable: new WritableStream() },
      },
      calibrations: [],
    });
    workers[1].say({ type: 'fatal', detail: '' });
    expect(workers[2].sent.map((c) => c.type)).toEqual(['init']);
  });

  it('gives up on a worker that dies again and again, and takes it up after quiet times', () => {
    vi.useFakeTimers();
    const { workers } = start();
    for (let i = 0; i < 3; i++) {
      workers.at(-1)!.say({ type: 'fatal', detail: '' });
      vi.advanceTimersByTime(31_000);
    }
    expect(workers).toHaveLength(4);
    for (let i = 0; i < 10; i++) workers.at(-1)!.say({ type: 'fatal', detail: '' });
    expect(workers).toHaveLength(7);
    expect(workers.every((w) => w.terminated)).toBe(true);
  });

  it('hears no more from a worker that it has replaced', () => {
    const { workers, events } = start();
    workers[0].say({ type: 'fatal', detail: '' });
    const before = events.length;
    workers[0].say({ type: 'fatal', detail: 'again' });
    expect(workers).toHaveLength(2);
    expect(events).toHaveLength(before);
  });
});
