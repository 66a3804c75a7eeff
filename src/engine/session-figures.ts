import type { LoggedDetails, LoggedFigures } from '../records/log/protocol';
import type { CheckDesk } from './check-desk';
import type { DeviceSession } from './session';
import { SessionScores } from './session-scores';
import type { StrideCounter } from './stride-counter';

interface Parts {
  readonly session: DeviceSession;
  readonly strides: StrideCounter;
  readonly check: CheckDesk;
  readonly modelId: string | null;
  /** Monotonic, and since the epoch, ms. */
  readonly nowMs: number;
  readonly epochMs: number;
}

/** Horizon whose scores stand in the list of sessions. */
const LISTED_MS = 100;

/** What a session comes to, while it goes on: for its row in the list, and as a status note in its log. */
export class SessionFigures {
  /** Of counters that began anew (another calibration, another model). */
  #stridesBefore = 0;
  #stridesLast = 0;
  readonly #models: string[] = [];
  readonly #scores = new SessionScores();
  #check: NonNullable<LoggedDetails['signalCheck']> | null = null;
  #checked = '';

  take({ session, strides, check, modelId, nowMs, epochMs }: Parts): {
    row: LoggedFigures;
    details: LoggedDetails;
    status: Record<string, unknown>;
  } {
    if (strides.count < this.#stridesLast) this.#stridesBefore += this.#stridesLast;
    this.#stridesLast = strides.count;
    if (modelId !== null && !this.#models.includes(modelId)) this.#models.push(modelId);
    this.#takeCheck(check, epochMs);
    const total = this.#stridesBefore + this.#stridesLast;
    const summary = { ...summaryOf(session, strides.cadence, nowMs), ...this.#scoresOf(session, modelId) };
    return {
      row: { strides: total, modelIds: [...this.#models], summary },
      details: {
        calibration: session.calibration,
        markers: session.markers.map((m) => ({ ...m })),
        signalCheck: this.#check,
      },
      status: {
        strides: total,
        ...summary,
        intervals: session.pipeline?.lanes.map((l) => ({ side: l.lane.side, quantiles: l.quantiles })) ?? [],
      },
    };
  }

  #scoresOf({ pipeline }: DeviceSession, modelId: string | null): Record<string, number> {
    const table = pipeline?.lanes.length ? pipeline.scores() : null;
    const at = table?.horizonsMs.indexOf(LISTED_MS) ?? -1;
    const cells = (table?.rows ?? []).flatMap(({ forecaster, joint, total }) => {
      const cell = total[at];
      return cell ? [{ forecaster, joint, n: cell.n, mae: cell.mae }] : [];
    });
    const all = Object.entries(this.#scores.take(cells, modelId));
    return Object.fromEntries(all.map(([key, mae]) => [`mae_${LISTED_MS}ms.${key}`, mae]));
  }

  /** A check that is under way does not wipe out the one before it. */
  #takeCheck({ report }: CheckDesk, epochMs: number): void {
    const found = JSON.stringify(report);
    if (report === null || found === this.#checked) return;
    this.#checked = found;
    const { sound, steps, findings } = report;
    const copies = findings.map((f) => ({ ...f, figures: { ...f.figures } }));
    this.#check = { at: new Date(epochMs).toISOString(), sound, steps: [...steps], findings: copies };
  }
}

function summaryOf(
  session: DeviceSession,
  cadence: number | null,
  nowMs: number,
): Record<string, number | null> {
  const { pipeline, monitor } = session;
  return {
    cadence,
    loss: monitor.figures(nowMs).lossSession,
    gaps: monitor.gaps,
    ticks: pipeline?.source.count ?? 0,
    forecasts: pipeline?.forecasts ?? 0,
    skipped: pipeline?.skipped ?? 0,
    missed: pipeline?.missed ?? 0,
  };
}
