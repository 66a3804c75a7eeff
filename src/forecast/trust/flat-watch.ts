/** A live sensor on a leg does not say the same number for so long, s. */
const STUCK_S = 0.12;
/** Changes below this are none, deg. */
const NONE = 0.011;
/** A sensor whose least step is greater than this repeats itself in stance, deg: then nothing can be told. */
const COARSE = 0.15;

/** Tells a sensor that stuck from one that rests: by the same number again and again, where its resolution is fine enough. */
export class FlatWatch {
  readonly #most: number;
  #last = Number.NaN;
  #same = 0;
  #leastStep = Number.POSITIVE_INFINITY;

  constructor(rate: number) {
    this.#most = Math.round(STUCK_S * rate);
  }

  push(value: number): void {
    const step = Math.abs(value - this.#last);
    this.#last = value;
    if (!(step < NONE)) {
      this.#same = 0;
      if (step < this.#leastStep) this.#leastStep = step;
    } else this.#same++;
  }

  get stuck(): boolean {
    return this.#same >= this.#most && this.#leastStep < COARSE;
  }
}
