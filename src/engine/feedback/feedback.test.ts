import { describe, expect, it } from 'vitest';
import type { Goal } from '../../gait/feedback/goal';
import { evenly, syntheticWalk, track } from '../../gait/cycles/testing/synthetic-walk';
import type { DisplayHello, DisplayMessage, DisplayScene } from './display-protocol';
import { Feedback } from './feedback';
import type { FeedbackState } from './feedback-protocol';
import type { ChannelLike } from './screen-post';

const GOAL: Goal = {
  joint: 'knee',
  side: 'r',
  moment: 'swing',
  low: 58,
  high: 72,
  basis: 'norm',
  steps: 5,
};
const LOOK = { language: 'zh', scheme: 'dark' } as const;
const CHANNELS = ['knee_angle_r', 'knee_angle_l'];
const EVEN = syntheticWalk(evenly(16, 1.1), { sides: ['r', 'l'] }).ticks;
const HALF = syntheticWalk(
  evenly(16, 1.1).map((s) => ({ ...s, swing: 0.6 })),
  { sides: ['r', 'l'] },
).ticks;

/** An hour of the engine in the time that it takes: the clock stands with the ticks. */
function start(goal: Goal | null = GOAL) {
  let ms = 0;
  let tick = -1;
  const opened: string[] = [];
  const messages: DisplayMessage[] = [];
  const notes: Record<string, unknown>[] = [];
  const states: FeedbackState[] = [];
  const channel: ChannelLike = {
    postMessage: (message) => messages.push(structuredClone(message)),
    onmessage: null,
    close: () => opened.pop(),
  };
  const feedback = new Feedback({
    rate: 100,
    now: () => ms,
    note: (value) => notes.push(value),
    tell: (state) => states.push(state),
    openChannel: (name) => {
      opened.push(name);
      return channel;
    },
  });
  const setUp = (to: Goal | null): void => feedback.setUp({ channelId: 'tab', look: LOOK, goal: to }, 'r');
  setUp(goal);
  feedback.begin();
  feedback.start(CHANNELS);
  const hello = (from: DisplayHello['from'] = 'screen'): void =>
    channel.onmessage?.({ data: { type: 'hello', from } } as MessageEvent<DisplayHello>);
  return {
    feedback,
    opened,
    messages,
    notes,
    states,
    setUp,
    hello,
    /** These ticks; chunks of two, housekeeping ten times a second, and a screen that says hello every second. */
    walk(ticks: typeof EVEN, watched = true): void {
      for (const { r, l } of ticks) {
        tick += 1;
        ms += 10;
        if (watched && tick % 100 === 0) hello();
        feedback.tick(tick, Float32Array.of(r?.knee ?? Number.NaN, l?.knee ?? Number.NaN));
        if (tick % 2 === 0) feedback.chunkDone();
        if (tick % 10 === 0) feedback.housekeeping();
      }
    },
    skip(ticks: number): void {
      tick += ticks;
      ms += 10 * ticks;
    },
    scenes: () => messages.filter((m): m is DisplayScene => m.type === 'scene'),
    frames: () => messages.flatMap((m) => (m.type === 'frame' ? [m] : [])),
  };
}

describe('feedback', () => {
  it('counts each step of the goal’s leg once, in target or not, and writes each into the log', () => {
    const bench = start();
    bench.walk(EVEN);
    const { judged, inTarget, last } = bench.states.at(-1)!;
    const cycles = track(EVEN).filter((c) => c.side === 'r');
    expect(judged).toBe(cycles.length);
    expect(inTarget).toBe(judged);
    expect(last).toHaveLength(10);
    const [goal, ...steps] = bench.notes;
    expect(goal).toEqual({ code: 'goal', ...GOAL });
    expect(steps).toHaveLength(judged);
    expect(steps.map((s) => s['endTick'])).toEqual(cycles.map((c) => c.endTick));
    expect(bench.feedback.figures).toEqual({ goal_steps: judged, goal_in_target: inTarget });
  });

  it('counts anew for another goal, while the session’s sum goes on', () => {
    const bench = start();
    bench.walk(EVEN);
    const before = bench.feedback.figures['goal_steps'];
    bench.setUp({ ...GOAL, low: 80, high: 90 });
    bench.walk(HALF);
    const { judged, inTarget } = bench.states.at(-1)!;
    expect(inTarget).toBe(0);
    expect(judged).toBeGreaterThan(10);
    expect(bench.feedback.figures).toEqual({ goal_steps: before + judged, goal_in_target: before });
    expect(bench.notes.filter((n) => n['code'] === 'goal')).toHaveLength(2);
    // The same band, another number of steps: the same series goes on.
    bench.setUp({ ...GOAL, low: 80, high: 90, steps: 50 });
    bench.feedback.housekeeping();
    expect(bench.states.at(-1)!.judged).toBe(judged);
  });

  it('begins a session with nothing counted', () => {
    const bench = start();
    bench.walk(EVEN);
    bench.feedback.end();
    bench.feedback.begin();
    bench.feedback.start(CHANNELS);
    expect(bench.feedback.figures).toEqual({});
    bench.feedback.housekeeping();
    expect(bench.states.at(-1)).toMatchObject({ judged: 0, inTarget: 0, last: [] });
  });

  it('goes on after a short hole, and does not judge the step that it tore', () => {
    const bench = start();
    bench.walk(EVEN.slice(0, 700));
    const { judged } = bench.states.at(-1)!;
    bench.skip(40);
    bench.walk(EVEN.slice(740));
    const whole = track(EVEN).filter((c) => c.side === 'r').length;
    const after = bench.states.at(-1)!;
    expect(after.judged).toBeGreaterThan(judged + 4);
    expect(after.judged).toBeLessThan(whole);
    for (const { startTick, endTick } of after.last) expect(startTick >= 740 || endTick <= 701).toBe(true);
  });

  it('tells a screen all it needs, sixty times a second at most, and nothing where none looks', () => {
    const bench = start();
    expect(bench.opened).toEqual(['stridecast.display.tab']);
    bench.walk(EVEN.slice(0, 500), false);
    expect(bench.messages).toEqual([]);
    bench.walk(EVEN.slice(500));
    expect(bench.scenes().at(-1)).toMatchObject({
      session: 'on',
      look: LOOK,
      joint: 'knee',
      side: 'r',
      target: { low: 58, high: 72, aim: { extreme: 'max' } },
      wanted: 5,
      steps: Array<string>(10).fill('in'),
    });
    const frames = bench.frames();
    const seconds = (EVEN.length - 500) / 100;
    expect(frames.length).toBeGreaterThan(40 * seconds);
    expect(frames.length).toBeLessThanOrEqual(60 * seconds);
    // Not one point is left out or told twice.
    const told = frames.slice(1).flatMap((f) => f.points.map((p) => p.angle));
    const last = frames.at(-1)!.tick;
    const sent = EVEN.slice(last + 1 - told.length, last + 1).map((t) => Math.fround(t.r!.knee));
    expect(told).toEqual(sent);
    bench.feedback.end();
    expect(bench.scenes().at(-1)!.session).toBe('off');
  });

  it('knows a screen that is open from the therapist’s preview, and from one that is gone', () => {
    const bench = start();
    bench.walk(EVEN.slice(0, 50), false);
    expect(bench.states.at(-1)!.screenOpen).toBe(false);
    bench.hello('preview');
    bench.walk(EVEN.slice(50, 100), false);
    expect(bench.messages.length).toBeGreaterThan(0);
    expect(bench.states.at(-1)!.screenOpen).toBe(false);
    bench.hello('screen');
    bench.walk(EVEN.slice(100, 150), false);
    expect(bench.states.at(-1)!.screenOpen).toBe(true);
    bench.walk(EVEN.slice(150, 600), false);
    expect(bench.states.at(-1)!.screenOpen).toBe(false);
  });

  it('proposes bands once there are strides to tell them by', () => {
    const bench = start(null);
    const of = () =>
      bench.states
        .at(-1)!
        .proposals.find((p) => p.side === 'r' && p.joint === 'knee' && p.moment === 'swing')!;
    bench.walk(HALF.slice(0, 300));
    expect(of()).toMatchObject({ best: null, norm: { low: expect.any(Number) as number } });
    bench.walk(HALF.slice(300));
    const { best, norm, strides } = of();
    expect(strides).toBeGreaterThan(8);
    // A knee that bends six tenths of the norm.
    expect(best!.high).toBeLessThan(norm!.low);
    expect(best!.low).toBeGreaterThan(30);
    expect(bench.notes).toEqual([]);
  });

  it('keeps the picture still: its edges move only when something would leave it', () => {
    const bench = start();
    bench.walk(EVEN);
    const ranges = new Set(bench.scenes().map((s) => s.range.join()));
    expect(ranges.size).toBeLessThanOrEqual(2);
    const [low, high] = bench.scenes().at(-1)!.range;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(72);
  });
});
