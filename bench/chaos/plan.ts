import { Rng } from '../../src/gait/rng';

/** What is done to a session, drawn from a seed. Times in ms from its start. */
export type Fault =
  /** Of each byte the chance that one of its bits turns. */
  | { readonly kind: 'bit_flips'; readonly from: number; readonly to: number; readonly share: number }
  /** Before each frame the chance of a burst of bytes that nobody sent; `zeros` of them ends what it meets. */
  | { readonly kind: 'random_bytes'; readonly from: number; readonly to: number; readonly share: number }
  /** Of each frame the chance that bytes are missing in it. */
  | { readonly kind: 'truncation'; readonly from: number; readonly to: number; readonly share: number }
  | { readonly kind: 'duplicates'; readonly from: number; readonly to: number; readonly share: number }
  | { readonly kind: 'reordering'; readonly from: number; readonly to: number; readonly share: number }
  /** The line holds everything back and then gives what its buffer has kept. */
  | { readonly kind: 'stall_held'; readonly from: number; readonly to: number }
  /** The line is dead; the device goes on counting. */
  | { readonly kind: 'stall_lost'; readonly from: number; readonly to: number }
  /** The cable is out. */
  | { readonly kind: 'unplug'; readonly from: number; readonly to: number }
  /** The device starts anew; with `port` its USB port goes with it. */
  | { readonly kind: 'reboot'; readonly from: number; readonly to: number; readonly port: boolean }
  /** What the host says does not reach the device. */
  | { readonly kind: 'deaf'; readonly from: number; readonly to: number }
  /** Break, parity, framing or overrun marks, each taking bytes with it. */
  | { readonly kind: 'line_errors'; readonly from: number; readonly to: number; readonly share: number }
  /** The computer sleeps. */
  | { readonly kind: 'sleep'; readonly from: number; readonly to: number }
  /** The page draws no frames. */
  | { readonly kind: 'hidden'; readonly from: number; readonly to: number }
  /** The thread that writes the log dies. */
  | { readonly kind: 'log_death'; readonly from: number; readonly to: number };

export type FaultKind = Fault['kind'] | 'rate_drift' | 'clock_wrap' | 'disk_full';

export interface CasePlan {
  readonly seed: number;
  readonly device: 'stridelink' | 'text';
  readonly faults: readonly Fault[];
  /** After it nothing is disturbed any more, ms. */
  readonly quietFromMs: number;
  /** The device's clock against ours: 1.02 runs 2 % fast. */
  readonly drift: number;
  /** Device clock at each switch-on, us; null: somewhere. */
  readonly clockUs: number | null;
  readonly wraps: boolean;
  /** Room for the log, bytes; null: enough. */
  readonly room: number | null;
  /** Forecasts at the full rate, and not a tenth of it. */
  readonly fullRate: boolean;
  /** Longest piece that the port hands over. */
  readonly chunk: number;
}

/** Kinds that damage bytes; a text line that was changed is a line, so they say less of text. */
const BYTES = ['bit_flips', 'random_bytes', 'truncation'] as const;
const FRAMES = ['duplicates', 'reordering'] as const;
const TIMES = ['stall_held', 'stall_lost', 'unplug', 'reboot', 'deaf', 'sleep'] as const;
const HOST = ['line_errors', 'hidden', 'log_death'] as const;

const FIRST_MS = 900;
const SPAN_MS = 2400;
const TEXT_SHARE = 0.12;
const FULL_RATE_SHARE = 0.1;
/** One in so many cases is left in peace: what is found there is no fault's doing. */
const PEACE_EVERY = 40;

/** The same seed makes the same case, whatever ran before. */
export function planOf(seed: number): CasePlan {
  const rng = new Rng(seed);
  const device = rng.uniform() < TEXT_SHARE ? 'text' : 'stridelink';
  const peace = seed % PEACE_EVERY === 0;
  const faults = peace ? [] : Array.from({ length: 1 + rng.below(4) }, () => faultOf(rng, device));
  const wraps = !peace && rng.uniform() < 0.15;
  return {
    seed,
    device,
    faults: faults.sort((a, b) => a.from - b.from),
    quietFromMs: Math.max(FIRST_MS, ...faults.map((f) => f.to)),
    drift: !peace && rng.uniform() < 0.3 ? (rng.uniform() < 0.5 ? 0.98 : 1.02) : 1,
    clockUs: wraps ? Math.round(2 ** 32 - rng.uniform(1.2e6, 4e6)) : rng.uniform() < 0.4 ? 0 : null,
    wraps,
    room: !peace && rng.uniform() < 0.06 ? Math.round(rng.uniform(2_000, 250_000)) : null,
    fullRate: rng.uniform() < FULL_RATE_SHARE,
    chunk: 1 + Math.floor(4096 ** rng.uniform(0.3, 1)),
  };
}

export function kindsOf({ faults, drift, wraps, room }: CasePlan): Set<FaultKind> {
  const kinds = new Set<FaultKind>(faults.map((f) => f.kind));
  if (drift !== 1) kinds.add('rate_drift');
  if (wraps) kinds.add('clock_wrap');
  if (room !== null) kinds.add('disk_full');
  return kinds;
}

function faultOf(rng: Rng, device: CasePlan['device']): Fault {
  const pick = <T>(of: readonly T[]): T => of[rng.below(of.length)];
  // A few begin before the device has said who it is.
  const from = rng.uniform() < 0.1 ? rng.uniform(0, FIRST_MS) : FIRST_MS + rng.uniform(0, SPAN_MS);
  const group = device === 'text' ? pick([BYTES, TIMES, HOST]) : pick([BYTES, FRAMES, TIMES, HOST]);
  const kind = pick<(typeof group)[number]>(group);
  const until = (ms: number): { from: number; to: number } => ({ from, to: from + ms });
  switch (kind) {
    case 'bit_flips':
      return { kind, ...until(rng.uniform(50, 1500)), share: 10 ** rng.uniform(-4, -1.3) };
    case 'random_bytes':
    case 'truncation':
    case 'line_errors':
      return { kind, ...until(rng.uniform(50, 1500)), share: 10 ** rng.uniform(-2.5, -0.3) };
    case 'duplicates':
    case 'reordering':
      return { kind, ...until(rng.uniform(50, 1500)), share: 10 ** rng.uniform(-2, -0.3) };
    case 'stall_held':
    case 'stall_lost':
    case 'sleep':
      // Ten seconds now and then, and anything up to it.
      return { kind, ...until(rng.uniform() < 0.2 ? 10_000 : 10 ** rng.uniform(1.5, 3.6)) };
    case 'unplug':
      return { kind, ...until(10 ** rng.uniform(1.5, 3.5)) };
    case 'reboot':
      return { kind, ...until(10 ** rng.uniform(2, 3.3)), port: rng.uniform() < 0.5 };
    case 'deaf':
    case 'hidden':
      return { kind, ...until(10 ** rng.uniform(2, 3.5)) };
    case 'log_death':
      return { kind, ...until(1) };
  }
}
