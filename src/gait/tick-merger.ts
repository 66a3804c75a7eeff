import type { ChannelName } from './channels';
import type { EmitTick } from './tick-conditioner';
import type { Hertz, Seconds } from './units';

/** A stream this far behind the others is not waited for. */
const PATIENCE: Seconds = 0.2;

interface Row {
  tick: number;
  readonly input: Float32Array;
  readonly measured: Float32Array;
}

interface Lane {
  readonly offset: number;
  readonly width: number;
  /** Greatest tick that it gave. */
  reached: number;
  /** Ticks with values that came from others since. */
  behind: number;
}

/**
 * Rows of several streams become whole ticks, in order: a tick is given out when every stream has reached it. A stream
 * more than 200 ms behind is not waited for until it has caught up; its columns are NaN. A tick that no stream gave is
 * not given out (the number jumps), and neither is one below 0. Rows that come for a tick already given out are dropped
 * and counted.
 */
export class TickMerger {
  /** Columns of a tick: those of the streams, one after the other. */
  readonly channels: readonly ChannelName[];
  lateRows = 0;
  private readonly lanes: Lane[] = [];
  private readonly patience: number;
  private readonly pending: Row[] = [];
  private readonly spare: Row[] = [];
  private newest = -1;
  private given = -1;

  constructor(streams: readonly (readonly ChannelName[])[], modelRate: Hertz) {
    this.channels = streams.flat();
    this.patience = Math.round(PATIENCE * modelRate);
    let offset = 0;
    for (const { length: width } of streams) {
      this.lanes.push({ offset, width, reached: -1, behind: 0 });
      offset += width;
    }
  }

  /** `stream` is its place in the list given to the constructor; its ticks must rise. */
  push(
    stream: number,
    tick: number,
    input: ArrayLike<number>,
    measured: ArrayLike<number>,
    emit: EmitTick,
  ): void {
    const lane = this.lanes[stream];
    if (lane === undefined) throw new RangeError(`no stream ${stream}`);
    if (tick <= lane.reached) return;
    lane.reached = tick;
    this.countLag(lane, tick, input);
    if (tick <= this.given) this.lateRows += 1;
    else {
      const row = this.rowOf(tick);
      for (let c = 0; c < lane.width; c += 1) {
        row.input[lane.offset + c] = input[c]!;
        row.measured[lane.offset + c] = measured[c]!;
      }
    }
    while (this.pending.length > 0 && this.complete(this.pending[0].tick)) this.give(emit);
  }

  /** The streams have ended: gives out what is left. */
  flush(emit: EmitTick): void {
    while (this.pending.length > 0) this.give(emit);
  }

  /**
   * Only ticks with values count as being behind: after an interruption of all streams the first one to come back gives
   * many empty rows at once, and the others are then not late.
   */
  private countLag(lane: Lane, tick: number, input: ArrayLike<number>): void {
    if (tick > this.newest) {
      this.newest = tick;
      lane.behind = 0;
      if (!hasValue(input)) return;
      for (const other of this.lanes) if (other !== lane) other.behind += 1;
    } else lane.behind = Math.min(lane.behind, this.newest - tick);
  }

  private complete(tick: number): boolean {
    return this.lanes.every((lane) => lane.reached >= tick || lane.behind > this.patience);
  }

  private give(emit: EmitTick): void {
    const row = this.pending.shift()!;
    this.given = row.tick;
    emit(row.tick, row.input, row.measured);
    this.spare.push(row);
  }

  /** The pending row of this tick, made in its place if need be. */
  private rowOf(tick: number): Row {
    const { pending } = this;
    let at = pending.length;
    while (at > 0 && pending[at - 1].tick >= tick) at -= 1;
    if (pending[at]?.tick === tick) return pending[at];
    const width = this.channels.length;
    const row = this.spare.pop() ?? {
      tick,
      input: new Float32Array(width),
      measured: new Float32Array(width),
    };
    row.tick = tick;
    row.input.fill(NaN);
    row.measured.fill(NaN);
    pending.splice(at, 0, row);
    return row;
  }
}

function hasValue(row: ArrayLike<number>): boolean {
  for (let i = 0; i < row.length; i += 1) if (Number.isFinite(row[i])) return true;
  return false;
}
