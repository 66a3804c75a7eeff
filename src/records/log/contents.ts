/**
 * What a session log is made of, as the live path hands it over: plain data that can be sent to the log's worker. Times are
 * ms since the epoch; a tick is one of the model rate.
 */
export interface LogSession {
  readonly id: string;
  readonly patientId: string | null;
  /** ISO. */
  readonly startedAt: string;
  readonly device: string;
  readonly serial: string;
  readonly source: string;
  readonly affectedSide: 'r' | 'l';
}

/** Which values ticks and forecasts have, from here on. */
export interface LogLayout {
  /** Ticks a second. */
  readonly rate: number;
  readonly channels: readonly string[];
  readonly lanes: readonly { readonly side: 'r' | 'l'; readonly joints: readonly string[] }[];
  /** Horizons that are kept of each forecast. */
  readonly horizonsMs: readonly number[];
}

/** What has come since the batch before. */
export interface LogBatch {
  /** Chunks as they arrived, end to end: chunk i ends at `ends[i]`. */
  readonly wire: { readonly bytes: Uint8Array; readonly ends: Uint32Array; readonly atMs: Float64Array };
  /** `measured` [ticks][channels], calibrated. */
  readonly ticks: {
    readonly numbers: Int32Array;
    readonly atMs: Float64Array;
    readonly measured: Float32Array;
  };
  /** By lane: [forecasts][joints][mean, low, high][horizons]. */
  readonly forecasts: {
    readonly numbers: Int32Array;
    readonly atMs: Float64Array;
    readonly values: readonly Float32Array[];
  };
  readonly notes: readonly LogNote[];
}

/**
 * `device`: its description; `calibration`: in force from now; `model`: what forecasts from now; `marker`; `event`: losses,
 * reconnections, lowered rates; `status`: counters and scores every few seconds, skipped and missed ticks among them.
 */
export type NoteTopic = 'device' | 'calibration' | 'model' | 'marker' | 'event' | 'status';

export interface LogNote {
  readonly topic: NoteTopic;
  readonly atMs: number;
  /** Latest tick then; -1 before the first. */
  readonly tick: number;
  /** Anything that is JSON. */
  readonly value: Readonly<Record<string, unknown>>;
}
