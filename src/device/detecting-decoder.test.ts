import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DetectingDecoder } from './detecting-decoder';
import type { DeviceEvent } from './events';
import { DeviceEncoder } from './stridelink/device-encoder';
import { chunked, concat, TEST_DEVICE } from './testing/stridelink';

const bytes = (text: string) => new TextEncoder().encode(text);

function read(parts: readonly Uint8Array[]) {
  const decoder = new DetectingDecoder({ now: () => 0 });
  const events: DeviceEvent[] = [];
  for (const part of parts) decoder.push(part, (e) => events.push(e));
  return { decoder, events };
}

const binary = () => {
  const d = new DeviceEncoder();
  return concat([d.describe(TEST_DEVICE), d.samples(0, 0, 0, 2, [1, 2]), d.heartbeat(1, true)]);
};

describe('DetectingDecoder', () => {
  const cuts = fc.array(fc.nat(), { maxLength: 20 });

  it('knows Stridelink, after any chatter of a boot loader', () => {
    fc.assert(
      fc.property(cuts, (at) => {
        const { events } = read(chunked(concat([bytes('rst:0x1 (POWERON)\r\nboot 42\r\n\0'), binary()]), at));
        expect(events.map((e) => e.kind)).toEqual(['describe', 'samples', 'heartbeat']);
      }),
    );
  });

  it('knows text lines', () => {
    fc.assert(
      fc.property(cuts, (at) => {
        const { events } = read(chunked(bytes('# rate=100\nknee,hip\n1,2\n3,4\n'), at));
        expect(events.map((e) => e.kind)).toEqual(['describe', 'samples', 'samples']);
      }),
    );
  });

  it('stays with what it has found, until reset', () => {
    const { decoder, events } = read([binary(), bytes('# rate=100\nknee,hip\n1,2\n')]);
    expect(events.length).toBe(3);
    decoder.reset();
    decoder.push(bytes('# rate=100\nknee,hip\n1,2\n'), (e) => events.push(e));
    expect(events.slice(3).map((e) => e.kind)).toEqual(['describe', 'samples']);
  });

  it('refuses, once, what is neither for 16 KiB', () => {
    const noise = Uint8Array.from({ length: 1024 }, (_, i) => 128 + ((i * 37) % 100));
    const { events, decoder } = read(Array.from({ length: 40 }, () => noise));
    expect(events).toEqual([{ kind: 'refused', reason: 'unknown_protocol', detail: String(17 * 1024) }]);
    expect(decoder.counters.bytes).toBe(40 * 1024);
  });
});
