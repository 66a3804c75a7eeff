import { decoderFor } from '../../src/device/decoder-for';
import type { DeviceEvent } from '../../src/device/events';
import { Engine } from '../../src/engine/engine';
import type { EngineEvent, EngineState, TickBundle } from '../../src/engine/protocol';
import { Rng } from '../../src/gait/rng';
import { ExoskeletonDevice, TextDevice } from './devices';
import { judgeLog } from './judge-log';
import { Line } from './line';
import { ChaosLogWorker } from './log-worker';
import { SETUP, type WarmModels } from './models';
import type { CasePlan } from './plan';
import { Reference } from './reference';
import { Shadow } from './shadow';
import { Findings, type Violation } from './verdict';
import { VirtualTime } from './virtual-time';
import { WatchedDecoder } from './watched-decoder';
import { WatchedText } from './watched-text';

export interface CaseResult {
  readonly violations: readonly Violation[];
  /** Said by the device, of these came whole, lost or late as told, and CRC collisions. */
  readonly sent: number;
  readonly delivered: number;
  readonly lost: number;
  readonly collisions: number;
  readonly bytes: number;
  readonly forecasts: number;
  readonly virtualMs: number;
}

const STEP_MS = 10;
const FRAME_MS = 16;
const LOOK_MS = 50;
/** Soundness after the trouble: so long without anything being done to it. */
const SOUND_MS = 700;
/** Retries wait two seconds, handshakes three. */
const RECOVERS_WITHIN_MS = 16_000;
const RETRY_EVERY_MS = 2000;
const EPOCH_MS = Date.UTC(2026, 0, 1);
/** Of a page that has not asked for 20 s. */
const MOST_ROWS = 2000;

/** One session through the whole engine, from bytes to log, with everything done to it that the plan says. */
export async function runCase(plan: CasePlan, models: WarmModels): Promise<CaseResult> {
  const findings = new Findings();
  const time = new VirtualTime((error) => findings.add('crash', textOf(error)));
  const line = new Line(plan.faults, plan.seed, plan.chunk, () => time.nowMs);
  const say = (frame: Uint8Array): void => line.say(frame);
  const exoskeleton =
    plan.device === 'stridelink' ? new ExoskeletonDevice(plan, new Rng(plan.seed ^ 0xb007), say) : null;
  const board = exoskeleton === null ? new TextDevice(plan, say) : null;
  const device = exoskeleton ?? board!;
  line.device = device;

  const shadow = new Shadow(findings);
  const heard = (event: DeviceEvent): void => shadow.hear(event);
  const inner = decoderFor('serial');
  const reference = exoskeleton && new Reference(exoskeleton.sent, exoskeleton.description.streams);
  const watched =
    reference === null
      ? new WatchedText(inner, findings, heard)
      : new WatchedDecoder(inner, reference, exoskeleton!.description.streams, findings, heard);

  const wire: Uint8Array[] = [];
  const bundles: TickBundle[] = [];
  const workers: ChaosLogWorker[] = [];
  let state: EngineState | null = null;
  let diedAtMs: number | null = null;
  let chunks = 0;
  const post = (event: EngineEvent): void => {
    if (event.type === 'state') state = event.state;
    else if (event.type === 'ticks') bundles.push(event.bundle);
    else if (event.type === 'fatal' || (event.type === 'notice' && event.code === 'internal'))
      findings.add('crash', event.detail);
  };

  time.install();
  try {
    device.switchOn(0);
    const engine = new Engine(
      {
        post,
        makeSource: () => ({
          makeTransport: () => line.transport(wire),
          decoder: watched,
          baudRate: 921_600,
        }),
        models,
        now: () => time.nowMs,
        timeOrigin: EPOCH_MS,
        loseContext: () => undefined,
        spawnAdaptWorker: () => {
          throw new Error('nobody adapts here');
        },
        spawnLogWorker() {
          workers.push(new ChaosLogWorker(plan.room));
          return workers.at(-1)!;
        },
        onPortArrival: () => undefined,
      },
      SETUP,
    );
    const during = (kind: string): boolean =>
      plan.faults.some((f) => f.kind === kind && time.nowMs >= f.from && time.nowMs < f.to);
    setInterval(() => line.step(), STEP_MS);
    setInterval(() => {
      if (!during('hidden')) engine.handle({ type: 'frame' });
    }, FRAME_MS);
    engine.handle({
      type: 'connect',
      source: { kind: 'serial', baudRate: 921_600, index: 0, label: 'chaos' },
      calibrations: [],
    });

    const left = plan.faults.filter((f) => f.kind === 'sleep' || f.kind === 'log_death');
    let retriedMs = 0;
    let soundMs = 0;
    while (time.nowMs < plan.quietFromMs + RECOVERS_WITHIN_MS && soundMs < SOUND_MS) {
      const samples = watched.counters.samples;
      await time.pass(LOOK_MS);
      for (const fault of left.filter((f) => f.from <= time.nowMs)) {
        left.splice(left.indexOf(fault), 1);
        if (fault.kind === 'sleep') time.sleep(Math.max(0, fault.to - time.nowMs));
        else {
          diedAtMs ??= EPOCH_MS + time.nowMs;
          workers.at(-1)?.die();
        }
      }
      const { phase } = phaseOf(state);
      const isSound = phase === 'streaming' && watched.counters.samples > samples;
      soundMs = time.nowMs > plan.quietFromMs && isSound ? soundMs + LOOK_MS : 0;
      if (phase === 'failed' && time.nowMs - retriedMs > RETRY_EVERY_MS) {
        retriedMs = time.nowMs;
        engine.handle({ type: 'retry' });
      }
    }
    findings.check(soundMs >= SOUND_MS, 'stuck', () => JSON.stringify(phaseOf(state)));
    watched.closeCounts();
    // What the device still says while it is being let go belongs to no session.
    engine.handle({ type: 'disconnect' });
    chunks = wire.length;
    await time.pass(1500);
  } finally {
    time.uninstall();
  }
  await turnsOver();

  for (const bundle of bundles)
    findings.check(bundle.rows <= MOST_ROWS, 'memory', () => `a bundle of ${bundle.rows} rows`);
  const isSameLayout = !(watched instanceof WatchedText && watched.layouts.size > 1);
  const forecasts = await judgeLog({
    findings,
    workers,
    wire: wire.slice(0, chunks),
    bundles,
    shadow: isSameLayout ? shadow : null,
    windowTicks: models.runnable!.loaded.card.windowTicks,
    diedAtMs,
  });
  const { violations } = findings;
  return {
    violations,
    sent: exoskeleton?.sent.samples ?? board!.rows,
    delivered: watched.counters.samples,
    lost: watched.counters.samplesLost,
    collisions: reference?.collisions ?? 0,
    bytes: wire.reduce((n, chunk) => n + chunk.length, 0),
    forecasts,
    virtualMs: time.nowMs,
  };
}

const phaseOf = (state: EngineState | null): Pick<EngineState, 'phase' | 'problem'> => ({
  phase: state?.phase ?? 'idle',
  problem: state?.problem ?? null,
});

/** What was left for later turns of the real loop shows itself. */
async function turnsOver(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);
