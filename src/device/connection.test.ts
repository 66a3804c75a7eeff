import { describe, expect, it } from 'vitest';
import { Connection, type ConnectionState } from './connection';
import { CONNECTION_TABLE, type ConnectionInput, type ConnectionPhase, transition } from './connection-table';
import type { DeviceEvent } from './events';
import { DeviceEncoder } from './stridelink/device-encoder';
import { type HostCommand, HostDecoder } from './stridelink/host-decoder';
import { StridelinkDecoder } from './stridelink/stridelink-decoder';
import { FakeTimers } from './testing/fake-timers';
import { TEST_DEVICE } from './testing/stridelink';
import { type Transport, TransportError, type TransportHandlers, type TransportKind } from './transport';

/** A device on a bench: a wire that the test holds both ends of. Each attempt opens a new Wire. */
class Wire implements Transport {
  readonly label = 'bench';
  readonly kind: TransportKind;
  readonly heard: HostCommand[] = [];
  closed = false;
  private readonly bench: Bench;
  private readonly ears = new HostDecoder();
  handlers: TransportHandlers | null = null;

  constructor(bench: Bench) {
    this.bench = bench;
    this.kind = bench.kind;
  }

  async open(handlers: TransportHandlers): Promise<void> {
    if (this.bench.openFails) throw this.bench.openFails;
    await this.bench.opening;
    this.handlers = handlers;
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.closed) return Promise.reject(new TransportError('unplugged'));
    this.ears.push(bytes, (command) => {
      this.heard.push(command);
      this.bench.answer(command, this);
    });
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  say(bytes: Uint8Array): void {
    if (!this.closed) this.handlers?.onBytes(bytes, this.bench.timers.now());
  }
}

class Bench {
  readonly timers = new FakeTimers();
  readonly device = new DeviceEncoder();
  readonly wires: Wire[] = [];
  readonly states: ConnectionState[] = [];
  readonly events: DeviceEvent[] = [];
  readonly connection: Connection;
  kind: TransportKind;
  openFails: TransportError | null = null;
  opening: Promise<void> = Promise.resolve();
  deaf = false;
  acksStop: 'accepted' | 'refused' | null = 'accepted';
  private index = 0;

  constructor(kind: TransportKind = 'serial', autoReconnect = true) {
    this.kind = kind;
    this.connection = new Connection({
      makeTransport: () => {
        const wire = new Wire(this);
        this.wires.push(wire);
        return wire;
      },
      decoder: new StridelinkDecoder(),
      autoReconnect,
      baudRate: 921_600,
      timers: this.timers,
      onEvent: (e) => this.events.push(e),
      onState: (s) => this.states.push(s),
    });
  }

  get wire(): Wire {
    return this.wires[this.wires.length - 1];
  }

  get phase(): ConnectionPhase {
    return this.connection.state.phase;
  }

  get phases(): ConnectionPhase[] {
    return this.states.map((s) => s.phase).filter((p, i, all) => p !== all[i - 1]);
  }

  heard(kind: HostCommand['kind']): number {
    return this.wires.reduce((n, w) => n + w.heard.filter((c) => c.kind === kind).length, 0);
  }

  answer(command: HostCommand, wire: Wire): void {
    if (this.deaf) return;
    if (command.kind === 'hello') wire.say(this.device.describe(TEST_DEVICE));
    if (command.kind === 'start')
      wire.say(this.device.ack('start', this.index === 0 ? 'accepted' : 'already'));
    if (command.kind === 'stop_request' && this.acksStop)
      wire.say(this.device.ack('stop_request', this.acksStop));
  }

  /** Streams for `ms`, a frame each 10 ms. `heard`: false where the device goes on while unplugged. */
  async stream(ms: number, heard = true): Promise<void> {
    for (let t = 0; t < ms; t += 10) {
      const frame = this.device.samples(0, this.timers.now() * 1000, this.index, 2, [1, 2]);
      this.index += 2;
      if (heard) this.wire.say(frame);
      await this.timers.pass(10);
    }
  }

  async connected(): Promise<this> {
    this.connection.connect();
    await this.timers.pass(0);
    expect(this.phase).toBe('streaming');
    return this;
  }
}

describe('CONNECTION_TABLE', () => {
  const phases = Object.keys(CONNECTION_TABLE) as ConnectionPhase[];

  it('leads back to idle and on to opening from every phase', () => {
    const reaches = (
      from: ConnectionPhase,
      goal: ConnectionPhase,
      seen = new Set<ConnectionPhase>(),
    ): boolean => {
      if (from === goal) return true;
      if (seen.has(from)) return false;
      seen.add(from);
      return Object.values(CONNECTION_TABLE[from]).some((t) => reaches(t.next, goal, seen));
    };
    for (const phase of phases) {
      expect(reaches(phase, 'idle'), `${phase} to idle`).toBe(true);
      expect(reaches(phase, 'streaming'), `${phase} to streaming`).toBe(true);
    }
  });

  it('can be left by the user from every phase but idle and closing', () => {
    for (const phase of phases) {
      if (phase === 'idle' || phase === 'closing') continue;
      expect(transition(phase, 'disconnect')).toMatchObject({ next: 'closing' });
    }
  });

  it('lets go of the port whenever it leaves the live phases', () => {
    const live: ConnectionPhase[] = ['opening', 'reconnecting', 'handshaking', 'streaming'];
    for (const phase of live) {
      for (const [input, t] of Object.entries(CONNECTION_TABLE[phase])) {
        if (!live.includes(t.next)) expect(t.actions, `${phase}, ${input}`).toContain('release');
      }
    }
  });

  it('waits for a retry exactly in the phase that is named for it', () => {
    for (const phase of phases) {
      for (const t of Object.values(CONNECTION_TABLE[phase])) {
        expect(t.actions.includes('await_retry')).toBe(t.next === 'lost');
      }
    }
  });

  it.each<[ConnectionPhase, ConnectionInput]>([
    ['idle', 'disconnect'],
    ['streaming', 'connect'],
    ['streaming', 'opened'],
    ['failed', 'retry_due'],
    ['closing', 'woken'],
  ])('passes over what cannot matter: %s, %s', (phase, input) => {
    expect(transition(phase, input)).toBeNull();
  });
});

describe('Connection', () => {
  it('opens, says hello, starts the stream and keeps it alive', async () => {
    const b = await new Bench().connected();
    expect(b.phases).toEqual(['opening', 'handshaking', 'streaming']);
    expect(b.wire.heard.map((c) => c.kind)).toEqual(['hello', 'start']);
    await b.stream(3500);
    expect(b.heard('heartbeat')).toBe(3);
    expect(b.connection.state).toMatchObject({ attempt: 0, problem: null, device: TEST_DEVICE });
  });

  it('repeats hello until the device has woken up, with the same nonce', async () => {
    const b = new Bench();
    b.deaf = true;
    b.connection.connect();
    await b.timers.pass(1000);
    expect(b.phase).toBe('handshaking');
    b.deaf = false;
    await b.timers.pass(300);
    expect(b.phase).toBe('streaming');
    const hellos = b.wire.heard.flatMap((c) => (c.kind === 'hello' ? [c.nonce] : []));
    expect(hellos.length).toBe(5);
    expect(new Set(hellos).size).toBe(1);
  });

  it('gives up a first handshake after 3 s and names other baud rates and what came', async () => {
    const b = new Bench();
    b.deaf = true;
    b.connection.connect();
    await b.timers.pass(100);
    b.wire.say(Uint8Array.of(1, 2, 3));
    await b.timers.pass(2899);
    expect(b.phase).toBe('handshaking');
    await b.timers.pass(1);
    expect(b.phase).toBe('failed');
    expect(b.wire.closed).toBe(true);
    const { problem } = b.connection.state;
    expect(problem).toMatchObject({ code: 'handshake_timeout', detail: '3' });
    expect(problem).toHaveProperty('otherBaudRates', [115200, 460800, 230400, 1000000, 2000000, 57600, 9600]);
    b.deaf = false;
    b.connection.connect();
    await b.timers.pass(0);
    expect(b.connection.state).toMatchObject({ phase: 'streaming', problem: null });
  });

  it('waits up to 6 s for one that is still speaking: a board that boots, or prints lines', async () => {
    const b = new Bench();
    b.deaf = true;
    b.connection.connect();
    await b.timers.pass(2500);
    b.wire.say(Uint8Array.of(13, 10));
    await b.timers.pass(3499);
    expect(b.phase).toBe('handshaking');
    await b.timers.pass(1);
    expect(b.phase).toBe('failed');
  });

  it('does not try streams again that can be used only once', async () => {
    const b = await new Bench().connected();
    Object.assign(b.wire, { once: true });
    b.wire.handlers!.onClosed(new TransportError('unplugged'));
    await b.timers.pass(5000);
    expect(b.connection.state).toMatchObject({ phase: 'failed', problem: { code: 'unplugged' } });
    expect(b.wires.length).toBe(1);
  });

  it.each(['port_in_use', 'permission_denied', 'port_not_found'] as const)(
    'fails at the first attempt with the reason: %s',
    async (code) => {
      const b = new Bench();
      b.openFails = new TransportError(code, 'why');
      b.connection.connect();
      await b.timers.pass(5000);
      expect(b.connection.state).toMatchObject({
        phase: 'failed',
        attempt: 1,
        problem: { code, detail: 'why' },
      });
      expect(b.wires.length).toBe(1);
    },
  );

  it('comes back by itself after an unplug, with growing waits, and counts the gap exactly', async () => {
    const b = await new Bench().connected();
    await b.stream(1000);
    b.openFails = new TransportError('port_not_found');
    b.wire.handlers!.onClosed(new TransportError('unplugged'));
    expect(b.connection.state).toMatchObject({ phase: 'lost', problem: { code: 'unplugged' } });
    await b.stream(4000, false);
    // 250, 500, 1000, 2000 ms after each other, then every 2 s.
    expect(b.wires.length).toBe(1 + 4);
    expect(b.connection.state).toMatchObject({ attempt: 4, problem: { code: 'port_not_found' } });
    b.openFails = null;
    b.connection.wake();
    await b.timers.pass(0);
    expect(b.connection.state).toMatchObject({ phase: 'streaming', attempt: 0, problem: null });
    await b.stream(100);
    expect(b.events.filter((e) => e.kind === 'gap')).toEqual([{ kind: 'gap', stream: 0, samples: 800 }]);
    expect(b.events.some((e) => e.kind === 'restart')).toBe(false);
  });

  it('notices a device that falls silent on an open port', async () => {
    const b = await new Bench().connected();
    await b.stream(500);
    await b.timers.pass(1200);
    expect(b.phase).toBe('streaming');
    b.deaf = true;
    await b.timers.pass(500);
    expect(b.phase).toBe('lost');
    expect(b.connection.state.problem?.code).toBe('silent');
    expect(b.wires[0].closed).toBe(true);
    b.deaf = false;
    await b.timers.pass(300);
    expect(b.phase).toBe('streaming');
  });

  it('notices a device that speaks but sends no samples', async () => {
    const b = await new Bench().connected();
    for (let i = 0; i < 9; i++) {
      b.wire.say(b.device.heartbeat(b.timers.now() * 1000, true));
      await b.timers.pass(500);
    }
    expect(b.states.some((s) => s.phase === 'lost' && s.problem?.code === 'silent')).toBe(true);
  });

  it('does not take its own standstill for the silence of the device', async () => {
    const b = await new Bench().connected();
    await b.stream(100);
    // Held up for 3 s: the watch runs late, before the bytes that are queued.
    const now = b.timers.now.bind(b.timers);
    b.timers.now = () => now() + 3000;
    await b.timers.pass(250);
    expect(b.phase).toBe('streaming');
    await b.stream(500);
    expect(b.phase).toBe('streaming');
  });

  it('starts the stream again when the device says that it does not stream', async () => {
    const b = await new Bench().connected();
    await b.stream(1200);
    b.wire.say(b.device.heartbeat(0, false));
    b.wire.say(b.device.heartbeat(0, false));
    expect(b.heard('start')).toBe(2);
  });

  it('fails on a loss where reconnecting is off, and connects again when asked', async () => {
    const b = await new Bench('serial', false).connected();
    b.wire.handlers!.onClosed(new TransportError('unplugged'));
    await b.timers.pass(10_000);
    expect(b.phase).toBe('failed');
    b.connection.connect();
    await b.timers.pass(0);
    expect(b.phase).toBe('streaming');
  });

  it('does not retry what no retry can mend', async () => {
    const b = await new Bench().connected();
    b.wire.say(b.device.describe({ ...TEST_DEVICE, protocolVersion: 7 }));
    await b.timers.pass(5000);
    expect(b.connection.state).toMatchObject({
      phase: 'failed',
      problem: { code: 'unknown_version', detail: '7' },
    });
    expect(b.wires.length).toBe(1);
  });

  it('wakes from a failure that a new port may mend, and from no other', async () => {
    const b = new Bench();
    b.openFails = new TransportError('port_not_found');
    b.connection.connect();
    await b.timers.pass(0);
    b.openFails = new TransportError('permission_denied');
    b.connection.wake();
    await b.timers.pass(0);
    expect(b.wires.length).toBe(2);
    b.connection.wake();
    await b.timers.pass(0);
    expect(b.wires.length).toBe(2);
  });

  it('says stop and frees the port on disconnect', async () => {
    const b = await new Bench().connected();
    const done = b.connection.disconnect();
    expect(b.phase).toBe('closing');
    await b.timers.pass(0);
    await done;
    expect(b.wire.heard.at(-1)).toEqual({ kind: 'stop' });
    expect(b.wire.closed).toBe(true);
    expect(b.phase).toBe('idle');
    expect(b.timers.waiting).toBe(0);
  });

  it('can be left while it is opening: the port that opens late is closed and not heard', async () => {
    const b = new Bench();
    let open = () => {};
    b.opening = new Promise((resolve) => (open = resolve));
    b.connection.connect();
    await b.timers.pass(10);
    void b.connection.disconnect();
    await b.timers.pass(10);
    open();
    await b.timers.pass(10);
    expect(b.wire.closed).toBe(true);
    expect(b.phase).toBe('idle');
    b.wire.handlers?.onClosed(new TransportError('unplugged'));
    expect(b.phase).toBe('idle');
  });

  it('waits until the old port is closed before it opens the new one', async () => {
    const b = await new Bench().connected();
    let close = () => {};
    const first = b.wire;
    first.close = () => new Promise((resolve) => (close = resolve));
    first.handlers!.onClosed(new TransportError('unplugged'));
    await b.timers.pass(900);
    expect(b.wires.length).toBe(1);
    close();
    await b.timers.pass(0);
    expect(b.wires.length).toBe(2);
    expect(b.phase).toBe('streaming');
  });

  it('opens nothing when it is left while the old port is still closing', async () => {
    const b = await new Bench().connected();
    let close = () => {};
    b.wire.close = () => new Promise((resolve) => (close = resolve));
    b.wire.handlers!.onClosed(new TransportError('unplugged'));
    await b.timers.pass(300);
    expect(b.phase).toBe('reconnecting');
    void b.connection.disconnect();
    close();
    await b.timers.pass(1000);
    expect(b.phase).toBe('idle');
    expect(b.wires.length).toBe(1);
  });

  it('stops watching what it has given up', async () => {
    const b = await new Bench('serial', false).connected();
    await b.timers.pass(3000);
    expect(b.connection.state).toMatchObject({ phase: 'failed', problem: { code: 'silent' } });
    expect(b.timers.waiting).toBe(0);
  });

  it('leaves a port behind that does not close', async () => {
    const b = await new Bench().connected();
    b.wire.close = () => new Promise(() => {});
    b.wire.handlers!.onClosed(new TransportError('unplugged'));
    await b.timers.pass(1100);
    expect(b.phase).toBe('streaming');
  });

  it('does not hang on a long run of heartbeats: no timer is left behind', async () => {
    const b = await new Bench().connected();
    await b.stream(20_000);
    expect(b.timers.waiting).toBeLessThanOrEqual(2);
  });

  describe('stop request', () => {
    it('is sent, and acknowledged', async () => {
      const b = await new Bench().connected();
      b.acksStop = null;
      b.connection.requestStop();
      expect(b.connection.state.stopRequest).toBe('sent');
      await b.stream(300);
      b.acksStop = 'accepted';
      await b.stream(300);
      expect(b.connection.state.stopRequest).toBe('acknowledged');
      expect(b.heard('stop_request')).toBe(3);
      expect(b.phase).toBe('streaming');
    });

    it('is not acknowledged after a second, or when refused, or without a device', async () => {
      const b = await new Bench().connected();
      b.acksStop = null;
      b.connection.requestStop();
      await b.stream(990);
      expect(b.connection.state.stopRequest).toBe('sent');
      await b.stream(20);
      expect(b.connection.state.stopRequest).toBe('not_acknowledged');
      b.acksStop = 'refused';
      b.connection.requestStop();
      expect(b.connection.state.stopRequest).toBe('not_acknowledged');
      const idle = new Bench();
      idle.connection.requestStop();
      expect(idle.connection.state.stopRequest).toBe('not_acknowledged');
    });
  });

  describe('of a replay', () => {
    it('asks nothing, waits as long as it takes, and is idle at the end', async () => {
      const b = new Bench('replay');
      b.connection.connect();
      await b.timers.pass(10_000);
      expect(b.phase).toBe('handshaking');
      b.wire.say(b.device.describe(TEST_DEVICE));
      await b.timers.pass(60_000);
      expect(b.phase).toBe('streaming');
      b.wire.handlers!.onClosed(new TransportError('ended'));
      await b.timers.pass(0);
      expect(b.connection.state).toMatchObject({ phase: 'idle', problem: { code: 'ended' } });
      expect(b.wire.heard).toEqual([]);
    });

    it('that ends without a description is a bad file', async () => {
      const b = new Bench('replay');
      b.connection.connect();
      await b.timers.pass(0);
      b.wire.handlers!.onClosed(new TransportError('ended'));
      expect(b.connection.state).toMatchObject({ phase: 'failed', problem: { code: 'bad_file' } });
    });
  });
});
