import type { Side } from '../channels';
import type { Hertz, Seconds } from '../units';
import { AngleEvents } from './angle-events';
import { ContactEvents } from './contact-events';
import { LegHistory } from './leg-history';
import type { CycleBefore, EventSource, GaitEvent, LegTick } from './types';

/** Cycles are no shorter (brisk running) and, while walking, no longer (severe stroke gait). */
const SHORTEST: Seconds = 0.5;
const LONGEST: Seconds = 3;
/** Without a strike for this many usual cycles the person has stood. */
const STOOD = 1.7;
/** Before the first strike: a knee that kept within this range for so long was standing. */
const STILL_DEG = 6;
const STILL: Seconds = 1.2;

/** A pair of heel strikes of one leg. */
export interface StrikePair {
  readonly source: EventSource;
  readonly start: number;
  readonly end: number;
  readonly before: CycleBefore;
  /** The foot switch saw one cycle where the angles saw a heel strike inside. */
  readonly contradicted: boolean;
}

/** Events and heel-strike pairs of one leg: by its foot switch where that works, else by its angles. */
export class LegCycles {
  readonly side: Side;
  readonly history: LegHistory;
  private readonly rate: Hertz;
  private readonly trains: Readonly<Record<EventSource, Train>>;
  private readonly contacts: ContactEvents;
  private readonly angles: AngleEvents;
  /** Where the last pair that was given out ended. */
  private told = -Infinity;
  private usual = NaN;

  constructor(side: Side, rate: Hertz) {
    this.side = side;
    this.rate = rate;
    // One longest cycle, and what its events need before and after.
    this.history = new LegHistory(Math.ceil((LONGEST + 2) * rate));
    this.trains = { contact: new Train(), angles: new Train() };
    this.contacts = new ContactEvents(rate);
    this.angles = new AngleEvents(rate, this.history);
  }

  /** One tick; the pair that it completes, else null. */
  push(leg: LegTick): StrikePair | null {
    this.history.push(leg);
    const touched = this.contacts.push(leg.contact ?? NaN);
    const moved = this.angles.step();
    const byContact = touched === null ? null : this.take('contact', touched);
    const byAngles = moved === null ? null : this.take('angles', moved);
    return byContact ?? byAngles;
  }

  /** Events between two ticks, of the source that has any; those of the foot switch where both have. */
  eventsBetween(start: number, end: number): readonly GaitEvent[] {
    const touched = this.trains.contact.between(start, end);
    return touched.length > 0 ? touched : this.trains.angles.between(start, end);
  }

  private take(source: EventSource, event: GaitEvent): StrikePair | null {
    const train = this.trains[source];
    const last = train.lastStrike;
    const length = (event.at - last) / this.rate;
    if (event.kind === 'heel_strike' && length < SHORTEST) return null;
    const startedAfter = train.before;
    train.add(event, this.history.tick - (LONGEST + 1) * this.rate);
    if (event.kind === 'toe_off') return null;
    const joined = length <= LONGEST;
    train.before = this.whatCameBefore(joined ? length : Infinity, last, event.at);
    if (!joined || last < this.told) return null;
    // A switch that moved in this time has the better word, now or in a moment.
    if (source === 'angles' && this.trains.contact.between(last, event.at).length > 0) return null;
    const contradicted = source === 'contact' && this.strikesInside(last, event.at);
    this.told = event.at;
    this.usual = Number.isNaN(this.usual) ? length : 0.7 * this.usual + 0.3 * length;
    return { source, start: last, end: event.at, before: startedAfter, contradicted };
  }

  private strikesInside(start: number, end: number): boolean {
    const margin = 0.2 * (end - start);
    return this.trains.angles.between(start + margin, end - margin).some((e) => e.kind === 'heel_strike');
  }

  /** What lies before the cycle that begins with the strike at `at`, `length` seconds after the one before. */
  private whatCameBefore(length: Seconds, last: number, at: number): CycleBefore {
    const { rate } = this;
    if (length <= STOOD * (Number.isNaN(this.usual) ? LONGEST : this.usual)) return 'cycle';
    const from = Math.max(Number.isFinite(last) ? Math.ceil(last) : 0, Math.floor(at - LONGEST * rate));
    if (this.missing(from, at) > 0.1 * (at - from)) return 'gap';
    if (Number.isFinite(last)) return 'standing';
    return this.wasStill(at) ? 'standing' : 'start';
  }

  private missing(from: number, to: number): number {
    let n = 0;
    for (let t = from; t < to; t += 1) if (Number.isNaN(this.history.at('knee', t))) n += 1;
    return n;
  }

  /** Some time in the last three seconds before the strike. */
  private wasStill(strike: number): boolean {
    let [low, high, still] = [Infinity, -Infinity, 0];
    for (let t = Math.max(this.history.oldest, Math.ceil(strike - LONGEST * this.rate)); t < strike; t += 1) {
      const knee = this.history.at('knee', t);
      if (!Number.isFinite(knee)) continue;
      [low, high, still] = [Math.min(low, knee), Math.max(high, knee), still + 1];
      if (high - low > STILL_DEG) [low, high, still] = [knee, knee, 1];
      if (still >= STILL * this.rate) return true;
    }
    return false;
  }
}

/** The recent events of one source. */
class Train {
  lastStrike = -Infinity;
  before: CycleBefore = 'start';
  private readonly events: GaitEvent[] = [];

  add(event: GaitEvent, forgetBefore: number): void {
    if (event.kind === 'heel_strike') this.lastStrike = event.at;
    this.events.push(event);
    while (this.events.length > 0 && this.events[0].at < forgetBefore) this.events.shift();
  }

  between(start: number, end: number): GaitEvent[] {
    return this.events.filter((e) => e.at > start && e.at < end);
  }
}
