import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../events';
import { HostEncoder } from '../stridelink/host-encoder';
import { StridelinkDecoder } from '../stridelink/stridelink-decoder';
import { Firmware, type FirmwareOptions, STOP_REQUESTED } from './firmware';
import { KNEE_SENSORS } from './sensors';

/** A host that reads everything the firmware sends. */
class Bench {
  readonly events: DeviceEvent[] = [];
  readonly samples: { stream: number; startUs: number; firstIndex: number; rows: number[][] }[] = [];
  readonly decoder = new StridelinkDecoder();
  readonly host = new HostEncoder();
  readonly firmware: Firmware;
  bytes: number[] = [];

  constructor(options: Partial<FirmwareOptions> = {}) {
    this.firmware = new Firmware({ preset: 'typical', seed: 1, ...options }, (frame) => {
      this.bytes.push(...frame);
      this.decoder.push(frame, (e) => this.take(e));
    });
  }

  start(): this {
    this.firmware.receive(this.host.hello(7));
    this.firmware.receive(this.host.start());
    return this;
  }

  of<K extends DeviceEvent['kind']>(kind: K): Extract<DeviceEvent, { kind: K }>[] {
    return this.events.filter((e): e is Extract<DeviceEvent, { kind: K }> => e.kind === kind);
  }

  private take(e: DeviceEvent): void {
    if (e.kind !== 'samples') {
      this.events.push(e);
      return;
    }
    const { stream, startUs, firstIndex, count, data, channels } = e.block;
    const rows = Array.from({ length: count }, (_, i) => [
      ...data.slice(i * channels.length, (i + 1) * channels.length),
    ]);
    this.samples.push({ stream, startUs, firstIndex, rows });
  }
}

describe('Firmware', () => {
  it('answers hello with its description, and streams only after start', () => {
    const b = new Bench();
    b.firmware.receive(b.host.hello(7));
    b.firmware.advance(300_000);
    const [{ device }] = b.of('describe');
    expect(device).toMatchObject({ protocol: 'stridelink', protocolVersion: 1, serial: 'virtual:typical:1' });
    expect(device.streams.map((s) => [s.rate, s.channels.length])).toEqual([
      [200, 14],
      [1000, 4],
    ]);
    expect(b.samples).toHaveLength(0);
    b.firmware.receive(b.host.start());
    b.firmware.advance(600_000);
    expect(b.of('ack')).toEqual([{ kind: 'ack', command: 'start', accepted: true }]);
    expect(b.samples.length).toBe(60);
  });

  it('sends each stream at its rate in frames of 10 ms, without a hole, over the wrap of the clock', () => {
    const b = new Bench({ clockUs: 2 ** 32 - 500_000 }).start();
    b.firmware.advance(2_000_000);
    for (const [stream, rate] of [
      [0, 200],
      [1, 1000],
    ]) {
      const blocks = b.samples.filter((s) => s.stream === stream);
      expect(blocks).toHaveLength(200);
      blocks.forEach((block, i) => {
        expect(block.rows).toHaveLength(rate / 100);
        expect(block.firstIndex).toBe((i * rate) / 100);
        expect(block.startUs - blocks[0].startUs).toBe(i * 10_000);
      });
    }
    expect(b.samples[0].startUs).toBe(2 ** 32 - 500_000);
    expect(b.samples.at(-1)!.startUs).toBeGreaterThan(2 ** 32);
    expect(b.of('gap')).toEqual([]);
    expect(b.of('restart')).toEqual([]);
    expect(b.decoder.counters).toMatchObject({ framesBad: 0, framesLost: 0, samplesLost: 0 });
  });

  it('gives the same bytes however time is cut', () => {
    const reference = new Bench().start();
    reference.firmware.ask('walk');
    reference.firmware.advance(1_500_000);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 30 }),
        (steps) => {
          const b = new Bench().start();
          b.firmware.ask('walk');
          let at = 0;
          for (const step of steps) {
            at = Math.min(1_500_000, at + step);
            b.firmware.advance(at);
          }
          b.firmware.advance(1_500_000);
          expect(b.bytes).toEqual(reference.bytes);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('marks what the walker begins, when it begins', () => {
    const b = new Bench().start();
    b.firmware.advance(1_000_000);
    b.firmware.ask('walk');
    b.firmware.advance(8_000_000);
    b.firmware.ask('stand');
    b.firmware.advance(12_000_000);
    const markers = b.of('marker');
    expect(markers.map((m) => m.label)).toEqual(['walk_start', 'walk_stop']);
    expect(markers[0].timeUs - b.samples[0].startUs).toBe(1_000_000);
  });

  it('comes to a smooth stop when asked, says so, and walks again only when told', () => {
    const b = new Bench().start();
    b.firmware.ask('walk');
    b.firmware.advance(6_000_000);
    b.firmware.receive(b.host.stopRequest());
    expect(b.of('ack').at(-1)).toEqual({ kind: 'ack', command: 'stop_request', accepted: true });
    expect(b.of('status').at(-1)!.flags & STOP_REQUESTED).toBe(STOP_REQUESTED);
    b.firmware.advance(10_000_000);
    const knee = (s: (typeof b.samples)[number]): number[] => s.rows.map((r) => r[2]);
    b.samples.length = 0;
    b.firmware.advance(12_000_000);
    const standing = b.samples.filter((s) => s.stream === 0).flatMap(knee);
    expect(Math.max(...standing) - Math.min(...standing)).toBeLessThan(2);
    b.firmware.ask('walk');
    b.samples.length = 0;
    b.firmware.advance(16_000_000);
    const walking = b.samples.filter((s) => s.stream === 0).flatMap(knee);
    expect(Math.max(...walking) - Math.min(...walking)).toBeGreaterThan(40);
    expect(b.of('status').at(-1)!.flags & STOP_REQUESTED).toBe(0);
  });

  it('stops and starts again with counters from 0', () => {
    const b = new Bench().start();
    b.firmware.advance(503_000);
    b.firmware.receive(b.host.stop());
    const sent = b.samples.length;
    b.firmware.advance(900_000);
    expect(b.samples.length).toBe(sent);
    expect(b.of('heartbeat')).toHaveLength(0);
    b.firmware.receive(b.host.start());
    b.firmware.advance(1_500_000);
    expect(b.samples[sent].firstIndex).toBe(0);
    expect(b.samples[sent].startUs - b.samples[0].startUs).toBe(900_000);
    expect(b.of('heartbeat').map((h) => h.streaming)).toEqual([true]);
    expect(b.of('ack').map((a) => a.command)).toEqual(['start', 'stop', 'start']);
  });

  it('skipped time is a gap of exactly the samples that were not sent', () => {
    const b = new Bench().start();
    b.firmware.advance(1_000_000);
    b.firmware.skip(1_730_000);
    b.firmware.advance(2_000_000);
    expect(b.of('gap')).toEqual([
      { kind: 'gap', stream: 0, samples: 146 },
      { kind: 'gap', stream: 1, samples: 730 },
    ]);
    expect(b.of('restart')).toEqual([]);
  });

  it('measures in steps: 0.1 deg, 0.1 N, contacts 0 or 1, EMG of 14 bit', () => {
    const b = new Bench().start();
    b.firmware.ask('walk');
    b.firmware.advance(4_000_000);
    const onGrid = (x: number, step: number): boolean => Math.abs(x / step - Math.round(x / step)) < 1e-3;
    for (const { stream, rows } of b.samples) {
      for (const row of rows) {
        if (stream === 1) expect(row.every((x) => onGrid(x, 12 / 16384))).toBe(true);
        else {
          expect(row.slice(0, 12).every((x) => onGrid(x, 0.1))).toBe(true);
          expect(row.slice(12).every((x) => x === 0 || x === 1)).toBe(true);
        }
      }
    }
  });

  it('has one knee and its muscles only, with the knee sensors', () => {
    const b = new Bench({ sensors: KNEE_SENSORS, affected: 'l' }).start();
    b.firmware.advance(100_000);
    const [{ device }] = b.of('describe');
    expect(device.streams.map((s) => s.channels.map((c) => c.name))).toEqual([
      ['knee_angle_l'],
      ['emg_rf_l', 'emg_bf_l', 'emg_vm_l', 'emg_st_l'],
    ]);
    expect(b.samples[0].rows).toHaveLength(2);
  });

  it('survives any bytes from the host', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
        const b = new Bench();
        b.firmware.receive(junk);
        b.firmware.advance(20_000);
        b.firmware.receive(new Uint8Array([0]));
        b.start();
        b.firmware.advance(60_000);
        expect(b.of('describe').length).toBeGreaterThanOrEqual(1);
        expect(b.samples.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });
});
