import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineCommand, EngineState } from '../../engine/protocol';
import type { Protocol } from '../../records/shapes/protocol';
import { freshRecords } from '../../records/testing/open';
import { useApp } from '../store/store';
import { ProtocolDesk } from './protocol-desk';

const PROTOCOL: Protocol = {
  version: 1,
  steps: [
    { kind: 'baseline', title: '', end: { by: 'strides', count: 5 } },
    { kind: 'block', title: 'Target knee', end: { by: 'seconds', count: 10 } },
    { kind: 'block', title: '', end: { by: 'hand' } },
  ],
};

const leg = (strides: number) => ({ strides, range: {}, stance: null });
const engine = (strides: number, change: Partial<EngineState> = {}) =>
  ({
    phase: 'streaming',
    source: { kind: 'virtual', label: '' },
    replay: null,
    legs: { r: leg(strides), l: null },
    ...change,
  }) as EngineState;

describe('the order of a session', () => {
  let sent: EngineCommand[];
  let desk: ProtocolDesk;
  let nowMs: number;
  const at = () => useApp.getState().following?.at;
  const pass = (seconds: number, strides: number, change: Partial<EngineState> = {}) => {
    nowMs += seconds * 1000;
    useApp.setState({ engine: engine(strides, change) });
    desk.look();
  };
  beforeEach(() => {
    sent = [];
    nowMs = 1000;
    desk = new ProtocolDesk({
      records: freshRecords(),
      send: (command) => sent.push(command),
      label: ({ kind, n }, title) => `${title || kind} ${n}`,
      endLabel: (end) => `over: ${end}`,
      now: () => nowMs,
    });
    useApp.setState({ protocol: PROTOCOL, following: null, engine: engine(100) });
  });

  it('goes on by strides, by time and by hand, and marks where each step begins', () => {
    desk.follow();
    expect(at()).toBe(0);
    pass(60, 104);
    expect(at()).toBe(0);
    pass(1, 105);
    expect(at()).toBe(1);
    pass(9.9, 200);
    expect(at()).toBe(1);
    pass(0.2, 201);
    expect(at()).toBe(2);
    pass(900, 900);
    expect(at()).toBe(2);
    desk.next();
    expect(at()).toBe(3);
    pass(900, 1900);
    expect(at()).toBe(3);
    expect(sent).toEqual([
      { type: 'marker', label: 'baseline 1', block: { kind: 'baseline', n: 1 } },
      { type: 'marker', label: 'Target knee 1', block: { kind: 'block', n: 1 } },
      { type: 'marker', label: 'block 2', block: { kind: 'block', n: 2 } },
      { type: 'marker', label: 'over: done', orderEnd: 'done' },
    ]);
    // It was over already.
    desk.end();
    expect(sent).toHaveLength(4);
  });

  it('marks where somebody stopped following', () => {
    desk.follow();
    desk.next();
    desk.end();
    expect(sent.at(-1)).toEqual({ type: 'marker', label: 'over: left', orderEnd: 'left' });
    expect(useApp.getState().following).toBeNull();
    desk.end();
    expect(sent).toHaveLength(3);
  });

  it('counts nothing while the signal is away, and goes on where it was', () => {
    desk.follow();
    desk.next();
    pass(4, 100);
    pass(100, 100, { phase: 'reconnecting' });
    pass(5, 100);
    expect(at()).toBe(1);
    expect(useApp.getState().following?.passed.seconds).toBeCloseTo(9);
    pass(1.1, 100);
    expect(at()).toBe(2);
  });

  it('goes on counting strides when the count begins anew', () => {
    desk.follow();
    pass(1, 103);
    pass(1, 0);
    pass(1, 1);
    expect(at()).toBe(0);
    pass(1, 2);
    expect(at()).toBe(1);
  });

  it('goes back, begins that step anew, and ends with its source', () => {
    desk.follow();
    desk.next();
    pass(5, 100);
    desk.back();
    expect(at()).toBe(0);
    expect(useApp.getState().following?.passed).toEqual({ seconds: 0, strides: 0 });
    desk.back();
    expect(at()).toBe(0);
    pass(1, 100, { source: null });
    expect(useApp.getState().following).toBeNull();
  });

  it('is kept for the clinic, and the usual one comes back', async () => {
    const records = await freshRecords();
    const kept = new ProtocolDesk({
      records: Promise.resolve(records),
      send: () => undefined,
      label: () => '',
      endLabel: () => '',
    });
    const stop = kept.start();
    const { steps } = PROTOCOL;
    await kept.save(PROTOCOL);
    await expect.poll(() => useApp.getState().protocol).toEqual(PROTOCOL);
    // What is followed now is not changed by the editor.
    kept.follow();
    await kept.save({ version: 1, steps: steps.slice(0, 1) });
    await expect.poll(() => useApp.getState().protocol.steps.length).toBe(1);
    expect(useApp.getState().following?.steps).toEqual(steps);
    await kept.reset();
    await expect.poll(() => useApp.getState().protocol.steps.length).toBe(6);
    // Two changes at once: the later one holds, and the screen never falls back.
    const both = [kept.save({ version: 1, steps: steps.slice(0, 2) }), kept.save(PROTOCOL)];
    expect(useApp.getState().protocol).toEqual(PROTOCOL);
    await Promise.all(both);
    expect(await records.protocol.load()).toEqual(PROTOCOL);
    // What cannot be stored is taken back.
    await expect(kept.save({ version: 1, steps: [] })).rejects.toMatchObject({ code: 'damaged' });
    await expect.poll(() => useApp.getState().protocol).toEqual(PROTOCOL);
    stop();
    records.close();
  });
});
