import type { EchoCard } from './model-card';

/** Every so many ticks of the match are compared; what changed between two compared ticks counts too. */
const COMPARED_EVERY = 4;
/** Weight of a change between compared ticks against a value. */
const CHANGE_WEIGHT = 4;
/** Ticks after which a compared value counts 1/e. */
const DECAY_TICKS = 20;
/** Matches worse by this share of the best one's mean square count 1/e as much. */
const SHARPNESS = 0.5;
/** Mean square, in units of s^2, below which all matches are equally good: (1 % of s)^2. */
const GROUND = 1e-4;
/** Matches that would count less than e^-this are left out. */
const NEGLIGIBLE = 10;
/** Beside the steps: gap to the present, distance of the best match, spread and number of those that count. */
const EXTRA = 4;

export const echoSize = (card: EchoCard): number => card.steps.length + EXTRA;

/** Ticks of the past that an echo looks at where they are there. */
export const echoTicks = (card: EchoCard): number => card.lags[1] + card.match;

/**
 * What followed when the past looked as it does now. The newest `match` ticks are laid over the past at every lag between the
 * bounds, and the changes that came after are averaged, better matches counting more (kernel regression on the person's own
 * walk). Walking repeats itself; a network that sees two seconds cannot know how this person's last ten strides went on.
 * Allocates nothing after construction.
 */
export class Echo {
  readonly #card: EchoCard;
  readonly #distance: Float64Array;
  /** Lags that the past was long enough for. */
  #count = 0;
  readonly #weight: Float64Array;
  readonly #then: Int32Array;
  /** By compared tick, newest first; they sum to 1. */
  readonly #share: Float64Array;
  readonly #scaledShare: Float64Array;
  readonly #now: Float64Array;

  constructor(card: EchoCard) {
    this.#card = card;
    const lags = card.lags[1] - card.lags[0] + 1;
    this.#distance = new Float64Array(lags);
    this.#weight = new Float64Array(lags);
    this.#then = new Int32Array(lags);
    const share = Float64Array.from({ length: Math.floor(card.match / COMPARED_EVERY) }, (_, i) =>
      Math.exp((-i * COMPARED_EVERY) / DECAY_TICKS),
    );
    const sum = share.reduce((a, b) => a + b, 0);
    this.#share = share.map((w) => w / sum);
    this.#scaledShare = new Float64Array(share.length);
    this.#now = new Float64Array(share.length);
  }

  /**
   * Writes from `at` on: the expected change at each of the card's steps / s; the mean gap from the present to where the
   * matches began / s; root mean square distance of the best match / s; spread of the changes at the last step / s; log of the
   * number of matches that count. `past`: oldest first, at least lags[0] + match ticks; looked at back to the newest value
   * that is missing.
   */
  write(past: Float32Array, s: number, out: Float32Array, at: number): void {
    const { steps } = this.#card;
    const weight = this.#weight;
    const then = this.#then;
    const best = this.#compare(past, s);
    const found = this.#weigh(past, best);
    if (found === 0) {
      out.fill(0, at, at + steps.length + EXTRA);
      return;
    }
    const present = past[past.length - 1];
    let total = 0;
    let squares = 0;
    let gap = 0;
    for (let i = 0; i < found; i++) {
      total += weight[i];
      squares += weight[i] * weight[i];
      gap += weight[i] * (past[then[i]] - present);
    }
    let mean = 0;
    let spread = 0;
    for (const step of steps) {
      let sum = 0;
      let sumSquares = 0;
      for (let i = 0; i < found; i++) {
        const change = past[then[i] + step] - past[then[i]];
        sum += weight[i] * change;
        sumSquares += weight[i] * change * change;
      }
      mean = sum / total;
      spread = Math.max(0, sumSquares / total - mean * mean);
      out[at++] = mean / s;
    }
    out[at++] = gap / (total * s);
    out[at++] = Math.sqrt(best);
    out[at++] = Math.sqrt(spread) / s;
    out[at] = Math.log((total * total) / squares) / 4;
  }

  /** Keeps the matches that count: where each ends in the past, and its weight. Returns their number. */
  #weigh(past: Float32Array, best: number): number {
    const newest = past.length - 1 - this.#card.lags[0];
    const width = SHARPNESS * best + GROUND;
    let found = 0;
    for (let i = 0; i < this.#count; i++) {
      const worse = (this.#distance[i] - best) / width;
      if (!(worse < NEGLIGIBLE)) continue;
      this.#weight[found] = Math.exp(-worse);
      this.#then[found++] = newest - i;
    }
    return found;
  }

  /** Mean square distances / s^2 by lag; gives up early on lags that cannot count. Returns the least. */
  #compare(past: Float32Array, s: number): number {
    const { match, lags } = this.#card;
    const compared = this.#share.length;
    const share = this.#scaledShare;
    const now = this.#now;
    const distance = this.#distance;
    const end = past.length - 1;
    const known = end - newestMissing(past);
    const count = (this.#count = Math.max(0, Math.min(distance.length, known - match - lags[0] + 1)));
    const inverse = 1 / (s * s);
    for (let k = 0; k < compared; k++) {
      now[k] = past[end - k * COMPARED_EVERY];
      share[k] = this.#share[k] * inverse;
    }
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const then = end - lags[0] - i;
      const hopeless = best + NEGLIGIBLE * (SHARPNESS * best + GROUND);
      let sum = 0;
      let before = now[0] - past[then];
      for (let k = 0; k < compared && sum < hopeless; k++) {
        const here = before;
        before = k + 1 < compared ? now[k + 1] - past[then - (k + 1) * COMPARED_EVERY] : here;
        sum += share[k] * (here * here + CHANGE_WEIGHT * (here - before) * (here - before));
      }
      distance[i] = sum;
      if (sum < best) best = sum;
    }
    return best;
  }
}

function newestMissing(past: Float32Array): number {
  let at = past.length - 1;
  while (at >= 0 && Number.isFinite(past[at])) at--;
  return at;
}
