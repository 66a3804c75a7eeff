/**
 * The life of a connection as a table: in which phase what may happen, what is done then, and which phase follows. What a
 * phase does not list cannot matter in it and is passed over (a late callback of a port that is gone, a second click).
 */
export type ConnectionPhase =
  | 'idle'
  | 'opening'
  | 'handshaking'
  | 'streaming'
  /** The device went away or fell silent; the next attempt waits for its time or for `woken`. */
  | 'lost'
  /** Being opened again after a loss. */
  | 'reconnecting'
  | 'failed'
  | 'closing';

export type ConnectionInput =
  | 'connect'
  | 'disconnect'
  | 'opened'
  | 'described'
  /** Will be tried again by itself: a loss after streaming, or a step of a reconnect that did not work. */
  | 'lost'
  /** Will not: the first attempt, what no retry can mend, or reconnecting is switched off. */
  | 'failed'
  /** A replay came to its end. */
  | 'ended'
  | 'retry_due'
  /** The system tells of a port that has come. */
  | 'woken'
  | 'released';

export type ConnectionAction =
  | 'open'
  /** Hello now and again until the device describes itself, or its time is up. */
  | 'shake_hands'
  | 'start_stream'
  /** Tell the device to stop, as far as it still hears. */
  | 'say_stop'
  /** Let go of the transport and all timers. */
  | 'release'
  | 'await_retry'
  /** A new connection: counts, loss history and the device are forgotten. */
  | 'begin_anew';

interface Transition {
  readonly next: ConnectionPhase;
  readonly actions: readonly ConnectionAction[];
}

type Row = Partial<Record<ConnectionInput, Transition>>;

const to = (next: ConnectionPhase, ...actions: ConnectionAction[]): Transition => ({ next, actions });

/** From any live phase; `release` ends with the input `released`. */
const goingAway: Row = {
  disconnect: to('closing', 'release'),
  failed: to('failed', 'release'),
  lost: to('lost', 'release', 'await_retry'),
  ended: to('idle', 'release'),
};

export const CONNECTION_TABLE: Readonly<Record<ConnectionPhase, Row>> = {
  idle: {
    connect: to('opening', 'begin_anew', 'open'),
  },
  opening: {
    ...goingAway,
    opened: to('handshaking', 'shake_hands'),
  },
  handshaking: {
    ...goingAway,
    described: to('streaming', 'start_stream'),
  },
  streaming: {
    ...goingAway,
    disconnect: to('closing', 'say_stop', 'release'),
  },
  lost: {
    retry_due: to('reconnecting', 'open'),
    woken: to('reconnecting', 'open'),
    connect: to('reconnecting', 'open'),
    failed: to('failed', 'release'),
    disconnect: to('closing', 'release'),
  },
  reconnecting: {
    ...goingAway,
    opened: to('handshaking', 'shake_hands'),
  },
  failed: {
    connect: to('opening', 'begin_anew', 'open'),
    woken: to('opening', 'begin_anew', 'open'),
    disconnect: to('closing', 'release'),
  },
  closing: {
    released: to('idle'),
  },
};

/** The transition for an input in a phase, or null where it does not matter there. */
export function transition(phase: ConnectionPhase, input: ConnectionInput): Transition | null {
  return CONNECTION_TABLE[phase][input] ?? null;
}
