import type { AdaptationState } from '../../engine/adapt-protocol';
import type { EngineClient } from '../../engine/client';
import type { EngineCommand, EngineEvent, EngineState, ScoreTable, TickBundle } from '../../engine/protocol';
import { TickBuffer } from '../plots/tick-buffer';
import { useApp } from '../store/store';
import { rememberTimes } from './executor-memory';
import { FrameLoop } from './frame-loop';
import { Pace } from './pace';

/** Numbers that people read change at most this often. */
const NUMBERS_EVERY_MS = 250;

type CaptureEvent = Extract<EngineEvent, { type: 'capture' }>;

/** Newest tick on screen and its times, epoch ms. */
interface Freshness {
  tick: number;
  forecastTick: number;
  arrivalEpochMs: number;
  forecastEpochMs: number;
}

/** Joins engine, store and plots: state and scores go to the store at a reader's pace, ticks to the buffer at once. */
export class EngineLink {
  readonly frames: FrameLoop;
  readonly live = new TickBuffer();
  /** What the plots look at: the live buffer, or a still copy while the display is paused. */
  view: TickBuffer = this.live;
  freshness: Freshness = {
    tick: -1,
    forecastTick: -1,
    arrivalEpochMs: Number.NaN,
    forecastEpochMs: Number.NaN,
  };
  private readonly client: EngineClient;
  private readonly onCapture: (capture: CaptureEvent) => void;
  private readonly states: Pace<EngineState>;
  private readonly tables: Pace<ScoreTable>;
  private readonly unsubscribe: (() => void)[];

  constructor(client: EngineClient, onCapture: (capture: CaptureEvent) => void) {
    this.client = client;
    this.onCapture = onCapture;
    this.frames = new FrameLoop(() => client.send({ type: 'frame' }));
    this.states = new Pace(NUMBERS_EVERY_MS, (state) => useApp.getState().setEngine(state), changesMeaning);
    this.tables = new Pace(NUMBERS_EVERY_MS, (table) => useApp.getState().setScores(table));
    this.unsubscribe = [
      client.subscribe((event) => this.receive(event)),
      useApp.subscribe((now, before) => {
        if (now.paused !== before.paused) this.view = now.paused ? this.live.snapshot() : this.live;
      }),
    ];
    this.frames.start();
  }

  send(command: EngineCommand, transfer?: Transferable[]): void {
    this.client.send(command, transfer);
  }

  dispose(): void {
    this.frames.stop();
    for (const end of this.unsubscribe) end();
    this.client.dispose();
  }

  private receive(event: EngineEvent): void {
    const app = useApp.getState();
    switch (event.type) {
      case 'state':
        // A new engine speaks: the old one's end is history.
        if (app.pageProblem?.code === 'engine_died') app.setPageProblem(null);
        return this.states.push(event.state);
      case 'ticks':
        return this.take(event.bundle);
      case 'scores':
        return this.tables.push(event.table);
      case 'notice':
        return app.setNotice(event);
      case 'measured':
        return rememberTimes(event.key, event.measured, navigator.userAgent);
      case 'capture':
        return this.onCapture(event);
      case 'strides':
        return app.setStrides(event.list);
      case 'adaptation':
        return app.setAdaptation(event.state);
      case 'feedback':
        return app.setFeedback(event.state);
      case 'activePersonal':
      case 'personal':
      case 'personalRefused':
        // The personal desk's.
        return;
      case 'fatal':
        app.setStrides(null);
        app.setFeedback(null);
        app.setAdaptation(endedWith(app.adaptation, event.detail));
        app.setNotice({ type: 'notice', code: 'internal', detail: event.detail });
        return app.setPageProblem({ code: 'engine_died', detail: event.detail });
    }
  }

  private take(bundle: TickBundle): void {
    this.live.push(bundle);
    this.freshness = {
      tick: this.live.head,
      forecastTick: this.live.newestForecast,
      arrivalEpochMs: bundle.newestArrivalEpochMs,
      forecastEpochMs: bundle.newestForecastEpochMs,
    };
  }
}

/** What was being learned has died with the engine. */
function endedWith({ phase }: AdaptationState, detail: string): AdaptationState {
  return phase === 'running' || phase === 'compare'
    ? { phase: 'failed', code: 'internal', detail }
    : { phase: 'idle' };
}

/** Changes that a person waits for are shown at once. */
function changesMeaning(a: EngineState, b: EngineState): boolean {
  return (
    a.phase !== b.phase ||
    a.problem?.code !== b.problem?.code ||
    a.noForecast !== b.noForecast ||
    a.model.phase !== b.model.phase ||
    a.model.id !== b.model.id ||
    a.stopRequest !== b.stopRequest ||
    a.signalCheck.step !== b.signalCheck.step ||
    a.device?.serial !== b.device?.serial ||
    a.canUndoCalibration !== b.canUndoCalibration ||
    a.markers.length !== b.markers.length ||
    a.replay?.paused !== b.replay?.paused
  );
}
