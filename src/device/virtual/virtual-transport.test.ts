import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceEvent } from '../events';
import { HostEncoder } from '../stridelink/host-encoder';
import { StridelinkDecoder } from '../stridelink/stridelink-decoder';
import { TransportError } from '../transport';
import { VirtualTransport } from './virtual-transport';

/** An open transport under fake timers, with a host that reads all of it. */
async function open(walkAfterMs: number | null = null) {
  const events: DeviceEvent[] = [];
  const chunks: { at: number; bytes: number }[] = [];
  const decoder = new StridelinkDecoder();
  const closed: TransportError[] = [];
  const transport = new VirtualTransport({ preset: 'typical', seed: 3, walkAfterMs });
  await transport.open({
    onBytes: (chunk, at) => {
      chunks.push({ at, bytes: chunk.length });
      decoder.push(chunk, (e) => events.push(e));
    },
    onClosed: (e) => closed.push(e),
  });
  const host = new HostEncoder();
  await transport.write(host.hello(1));
  await transport.write(host.start());
  const samples = (): number => decoder.counters.samples;
  return { transport, host, events, chunks, decoder, closed, samples };
}

describe('VirtualTransport', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('streams in real time, in small chunks', async () => {
    const t = await open();
    expect(t.chunks).toHaveLength(0);
    vi.advanceTimersByTime(2005);
    // 200 Hz and 1 kHz for 2 s.
    expect(t.samples()).toBe(2400);
    expect(t.chunks.length).toBeGreaterThanOrEqual(199);
    // The first holds the description too.
    expect(t.chunks.slice(1).every((c) => c.bytes < 600)).toBe(true);
    await t.transport.close();
  });

  it('catches up after a held-up timer without losing a sample', async () => {
    const t = await open();
    vi.advanceTimersByTime(505);
    const before = t.samples();
    // The clock goes on for 3 s while no timer fires.
    const late = performance.now() + 3000;
    const real = performance.now.bind(performance);
    const spy = vi.spyOn(performance, 'now').mockImplementation(() => Math.max(real(), late));
    vi.advanceTimersByTime(20);
    expect(t.samples() - before).toBeGreaterThanOrEqual(3600);
    expect(t.decoder.counters.samplesLost).toBe(0);
    spy.mockRestore();
    await t.transport.close();
  });

  it('loses, and announces, what a device could not have kept', async () => {
    let now = 0;
    const events: DeviceEvent[] = [];
    const decoder = new StridelinkDecoder();
    const transport = new VirtualTransport({ preset: 'typical', seed: 3, walkAfterMs: null, now: () => now });
    await transport.open({
      onBytes: (c) => decoder.push(c, (e) => events.push(e)),
      onClosed: () => undefined,
    });
    const host = new HostEncoder();
    await transport.write(host.hello(1));
    await transport.write(host.start());
    now = 1000;
    vi.advanceTimersByTime(10);
    now = 61_000;
    vi.advanceTimersByTime(10);
    expect(decoder.counters.samplesLost).toBe(55 * 1200);
    expect(decoder.counters.samples).toBe(6 * 1200);
    await transport.close();
  });

  it('walks by itself after the given time, and does what it is asked', async () => {
    const t = await open(1500);
    vi.advanceTimersByTime(9000);
    t.transport.walker('stand');
    vi.advanceTimersByTime(4000);
    const markers = t.events.filter((e) => e.kind === 'marker');
    expect(markers.map((m) => m.label)).toEqual(['walk_start', 'walk_stop']);
    await t.transport.close();
  });

  it('says that it closed, once, and is silent after; a second open is refused', async () => {
    const t = await open();
    await expect(t.transport.open({ onBytes: () => undefined, onClosed: () => undefined })).rejects.toThrow(
      TransportError,
    );
    vi.advanceTimersByTime(105);
    await t.transport.close();
    await t.transport.close();
    const chunks = t.chunks.length;
    vi.advanceTimersByTime(500);
    expect(t.chunks.length).toBe(chunks);
    expect(t.closed.map((e) => e.problem)).toEqual(['ended']);
    await expect(t.transport.write(t.host.heartbeat())).rejects.toThrow(TransportError);
    expect(vi.getTimerCount()).toBe(0);
  });
});
