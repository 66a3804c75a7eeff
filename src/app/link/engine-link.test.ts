import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineCommand, EngineEvent, EngineState } from '../../engine/protocol';
import { bundle, JOINT } from '../plots/testing/bundle';
import { useApp } from '../store/store';
import { EngineLink } from './engine-link';

/** The frames of a page, by hand. */
let frame: (nowMs: number) => void = () => undefined;
const sent: EngineCommand[] = [];
let tell: (event: EngineEvent) => void = () => undefined;
const captured: string[] = [];
let link: EngineLink;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (f: typeof frame) => {
    frame = f;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  useApp.setState(useApp.getInitialState());
  sent.length = 0;
  link = new EngineLink(
    {
      send: (command) => void sent.push(command),
      subscribe: (listener) => {
        tell = listener;
        return () => undefined;
      },
      dispose: () => undefined,
    },
    ({ name }) => captured.push(name),
  );
});
afterEach(() => {
  link.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const state = (over: Partial<EngineState>): EngineEvent => ({
  type: 'state',
  state: {
    phase: 'streaming',
    problem: null,
    noForecast: null,
    model: { phase: 'ready', id: 'knee' },
    stopRequest: 'none',
    signalCheck: { step: null },
    device: null,
    canUndoCalibration: false,
    markers: [],
    replay: null,
    ...over,
  } as unknown as EngineState,
});

test('figures reach the page at a reader’s pace, changes of meaning at once', () => {
  let renders = 0;
  const end = useApp.subscribe(() => (renders += 1));
  for (let tick = 0; tick < 40; tick += 1) {
    tell(state({ ticks: tick }));
    vi.advanceTimersByTime(25);
  }
  expect(renders).toBeLessThanOrEqual(5);
  tell(state({ ticks: 41, phase: 'lost' }));
  expect(useApp.getState().engine?.phase).toBe('lost');
  end();
});

test('each frame is drawn from what has come, and then asks for more', () => {
  const heads: number[] = [];
  link.frames.onFrame(() => heads.push(link.view.head));
  tell({ type: 'ticks', bundle: bundle(0, 3) });
  frame(16);
  tell({ type: 'ticks', bundle: bundle(3, 2) });
  frame(32);
  expect(heads).toEqual([2, 4]);
  expect(sent).toEqual([{ type: 'frame' }, { type: 'frame' }]);
  expect(link.freshness.tick).toBe(4);
});

test('a paused display stands still while data go on', () => {
  tell({ type: 'ticks', bundle: bundle(0, 3) });
  useApp.getState().setPaused(true);
  tell({ type: 'ticks', bundle: bundle(3, 5) });
  expect(link.view.head).toBe(2);
  useApp.getState().setPaused(false);
  expect(link.view.measuredAt(JOINT, 7)).toBe(7);
});

test('an engine that died is told until a new one speaks', () => {
  tell({ type: 'fatal', detail: 'out of memory' });
  expect(useApp.getState().pageProblem).toEqual({ code: 'engine_died', detail: 'out of memory' });
  tell(state({}));
  expect(useApp.getState().pageProblem).toBeNull();
  expect(useApp.getState().notice?.code).toBe('internal');
});

test('another problem of the page is not taken away by news of the engine', () => {
  useApp.getState().setPageProblem({ code: 'no_port_chosen', detail: '' });
  tell(state({ phase: 'idle' }));
  expect(useApp.getState().pageProblem?.code).toBe('no_port_chosen');
});

test('a capture is handed on', () => {
  tell({ type: 'capture', name: 'a.stridelink', bytes: new Uint8Array(1), truncated: false });
  expect(captured).toEqual(['a.stridelink']);
});
