import { BiquadCascade } from '../../gait/biquad';
import { bandPass } from '../../gait/butterworth';
import type { Rng } from '../../gait/rng';
import type { WalkerCoefficients } from './coefficients/shape';
import { curveAt, harmonicBasis, through } from './curves';
import type { Person } from './person';
import { StrideNoise } from './stride-noise';

/** Muscles in the order of all arrays here. */
export const MUSCLES = ['emg_rf', 'emg_bf', 'emg_vm', 'emg_st'] as const;

/** Thermal and amplifier noise, mV RMS: about one step of a 14 bit, +-6 mV converter. */
const FLOOR_MV = 0.0009;

/** Mean of |x| of a normal variable of SD 1. */
const RECTIFIED = Math.sqrt(2 / Math.PI);

/** What the body does now, for one millisecond of EMG. */
export interface Effort {
  /** Phase of the affected leg, 0-1, and how far the person is in gait (0 standing, 1 walking). */
  readonly phase: number;
  readonly gait: number;
  /** Place in a knee bend, 0-1, and how far the person is in it. */
  readonly bend: number;
  readonly bending: number;
  /** How far the thigh is tensed, 0-1. */
  readonly tensing: number;
}

/**
 * Surface EMG of the affected leg at 1 kHz: an envelope by gait phase, as fitted, under band-limited noise of the
 * fitted spectrum. It knows the phase, never the knee angle.
 */
export class Muscles {
  /** mV, MUSCLES order. */
  readonly now = new Float64Array(MUSCLES.length);
  private readonly person: Person;
  private readonly bendLog: readonly (readonly number[])[];
  private readonly tenseLog: readonly number[];
  private readonly rng: Rng;
  private readonly carriers: Carrier[];
  private readonly strides: StrideNoise;
  private readonly basis: Float64Array;

  constructor(person: Person, c: Pick<WalkerCoefficients, 'bend' | 'tenseLog'>, rng: Rng) {
    this.person = person;
    this.bendLog = c.bend.emgLog;
    this.tenseLog = c.tenseLog;
    this.rng = rng;
    const { group } = person.emg;
    this.carriers = MUSCLES.map((_, m) => new Carrier(group.carriers[m], rng));
    this.strides = new StrideNoise(MUSCLES.length, group.strideRho, rng);
    this.basis = new Float64Array(person.emg.logEnvelope[0].length);
  }

  /** The affected leg's phase has passed 1. */
  strideOver(): void {
    this.strides.advance();
  }

  step(effort: Effort): void {
    const { group, logEnvelope, logLevel } = this.person.emg;
    this.strides.update(effort.phase);
    harmonicBasis(effort.phase, this.basis);
    for (let m = 0; m < MUSCLES.length; m++) {
      const quiet = Math.exp(group.quietLog[m]);
      let envelope = quiet;
      if (effort.gait > 0) {
        const gain = this.strides.now[m] * group.strideLogSd[m];
        envelope += effort.gait * (Math.exp(curveAt(this.basis, logEnvelope[m]) + gain) - quiet);
      }
      if (effort.bending > 0) {
        envelope += effort.bending * (Math.exp(through(this.bendLog[m], effort.bend)) - quiet);
      }
      if (effort.tensing > 0) envelope += effort.tensing * (Math.exp(this.tenseLog[m]) - quiet);
      const sd = (Math.max(0, envelope) * Math.exp(logLevel[m])) / RECTIFIED;
      this.now[m] = sd * this.carriers[m].next() + FLOOR_MV * this.rng.normal();
    }
  }
}

/** Noise of SD 1 with the fitted spectrum, within 20-450 Hz. */
class Carrier {
  private readonly weights: readonly number[];
  private readonly rng: Rng;
  private readonly past: Float64Array;
  private readonly band = new BiquadCascade(bandPass(2, 20, 450, 1000));
  private readonly gain: number;

  constructor(weights: readonly number[], rng: Rng) {
    this.weights = weights;
    this.rng = rng;
    this.past = new Float64Array(weights.length);
    this.gain = 1 / Math.sqrt(impulsePower(weights));
    for (let i = 0; i < 64; i++) this.next();
  }

  next(): number {
    const { past } = this;
    let x = this.rng.normal();
    for (let k = 0; k < past.length; k++) x += this.weights[k] * past[k];
    past.copyWithin(1, 0, past.length - 1);
    past[0] = x;
    return this.gain * this.band.process(x);
  }
}

/** Sum of squares of the impulse response of autoregression and band-pass together. */
function impulsePower(weights: readonly number[]): number {
  const past = new Float64Array(weights.length);
  const band = new BiquadCascade(bandPass(2, 20, 450, 1000));
  let power = 0;
  for (let n = 0; n < 2000; n++) {
    let x = n === 0 ? 1 : 0;
    for (let k = 0; k < past.length; k++) x += weights[k] * past[k];
    past.copyWithin(1, 0, past.length - 1);
    past[0] = x;
    power += band.process(x) ** 2;
  }
  return power;
}
