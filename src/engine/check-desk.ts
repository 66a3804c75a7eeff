import type { SampleBlock } from '../gait/sample-block';
import { SignalCheck, type SignalCheckReport, type SignalCheckStep } from '../gait/signal-check';
import type { Side } from '../gait/channels';
import { mapStreams } from './pipeline/map-streams';
import type { DeviceSession } from './session';

/** Runs the signal check on the session's calibrated blocks. The last report stays until the next start. */
export class CheckDesk {
  report: SignalCheckReport | null = null;
  #check: SignalCheck | null = null;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get step(): SignalCheckStep | null {
    return this.#check?.step ?? null;
  }

  get progress(): number {
    return this.#check?.progress ?? 0;
  }

  command(action: 'start' | 'next' | 'cancel', session: DeviceSession | null, affectedSide: Side): void {
    if (action === 'start') this.#start(session, affectedSide);
    else if (action === 'cancel') this.#end();
    else this.#next(session);
    this.#changed();
  }

  block(block: SampleBlock): void {
    this.#check?.push(block);
  }

  gap(stream: number, samples: number): void {
    this.#check?.gap(stream, samples);
  }

  #start(session: DeviceSession | null, affectedSide: Side): void {
    this.report = null;
    if (!session?.device || !session.calibration) return;
    this.#check = new SignalCheck({
      streams: mapStreams(session.device, session.calibration),
      affectedSide,
      expected: [`knee_angle_${affectedSide}`],
    });
    this.#check.start();
  }

  #next(session: DeviceSession | null): void {
    if (!this.#check) return;
    for (const s of session?.monitor.figures(performance.now()).streams ?? []) {
      if (s.measuredRate === null || s.driftPpm === null) continue;
      this.#check.clock(s.id, { measuredRate: s.measuredRate, driftPpm: s.driftPpm });
    }
    this.#check.next();
    if (this.#check.report !== null) {
      this.report = this.#check.report;
      this.#check = null;
    }
  }

  #end(): void {
    this.#check?.cancel();
    this.#check = null;
  }
}
