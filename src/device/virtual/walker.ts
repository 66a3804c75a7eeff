import { SIDES, type Side } from '../../gait/channels';
import { Rng } from '../../gait/rng';
import { Activity, START_PHASE, type WalkerAction } from './activity';
import { COEFFICIENTS } from './coefficients';
import { through } from './curves';
import { Cuff } from './cuff';
import { LegCycle } from './leg-cycle';
import { Muscles } from './muscles';
import { drawPerson, JOINTS, type Person } from './person';
import type { VirtualPreset } from './presets';
import { BandNoise, SlowNoise } from './noise';

const RATE = 1000;
const DT = 1 / RATE;
const KNEE = JOINTS.indexOf('knee_angle');
const HIP = JOINTS.indexOf('hip_flexion');
const ANKLE = JOINTS.indexOf('ankle_angle');

export interface WalkerOptions {
  readonly preset: VirtualPreset;
  readonly seed: number;
  readonly affected?: Side;
}

/**
 * A person in the exoskeleton: pure, seeded, one millisecond a step. The same options and requests at the same steps
 * give the same numbers.
 */
export class Walker {
  /** deg, JOINTS order. */
  readonly angles: Record<Side, Float64Array> = {
    r: new Float64Array(JOINTS.length),
    l: new Float64Array(JOINTS.length),
  };
  readonly contact: Record<Side, boolean> = { r: true, l: true };
  private readonly rng: Rng;
  private readonly affected: Side;
  private readonly activity = new Activity();
  private readonly cuffs: Record<Side, Cuff> = { r: new Cuff(), l: new Cuff() };
  private readonly bendPath = new TwoPole(3);
  private body: Body;
  private preset: VirtualPreset;
  private nextPreset: VirtualPreset | null = null;
  /** Right leg's phase. */
  private phase = START_PHASE;
  private bendPeak = 90;

  constructor({ preset, seed, affected = 'r' }: WalkerOptions) {
    this.rng = new Rng(seed);
    this.affected = affected;
    this.preset = preset;
    this.body = this.makeBody(preset);
    this.drawBend();
  }

  get person(): Person {
    return this.body.person;
  }

  /** EMG of the affected leg, mV, MUSCLES order. */
  get emg(): Float64Array {
    return this.body.muscles.now;
  }

  /** Force between limb and shank cuff, N, + where the limb pushes the exoskeleton towards flexion. */
  force(side: Side): number {
    return this.cuffs[side].force;
  }

  ask(action: WalkerAction): void {
    this.activity.ask(action);
  }

  /** Another person takes over where this one next stands still. */
  become(preset: VirtualPreset): void {
    this.nextPreset = preset === this.preset ? null : preset;
  }

  /** One millisecond. Returns what has just begun, if anything has. */
  step(): WalkerAction | null {
    const { activity } = this;
    const s = activity.state;
    const offset = this.body.person.offset;
    let begun: WalkerAction | null;
    if (this.nextPreset === null) begun = activity.step(DT, this.phase, wrap(this.phase - offset));
    else begun = this.towardsChange();
    if (begun === 'walk') this.phase = START_PHASE;
    if (begun === 'knee_bend') this.drawBend();
    const { body } = this;
    const period = body.person.periodS * Math.exp(body.legs[this.affected].logPeriod);
    this.phase = wrap(this.phase + (s.speed * DT) / period);
    const phases: Record<Side, number> = {
      r: this.phase,
      l: wrap(this.phase - body.person.offset - body.step.next()),
    };
    const bend = this.bendPath.next(
      s.bending > 0 ? this.bendPeak * through(COEFFICIENTS.bend.shape, s.bend) : 0,
    );
    const sway = body.sway.next();
    for (const side of SIDES) this.stepSide(side, phases[side], side === 'r' ? s.right : s.left, sway, bend);
    body.muscles.step({
      phase: phases[this.affected],
      gait: this.affected === 'r' ? s.right : s.left,
      bend: s.bend,
      bending: s.bending,
      tensing: s.tensing,
    });
    return begun;
  }

  private stepSide(side: Side, phase: number, gait: number, sway: number, bend: number): void {
    const { body } = this;
    const leg = body.legs[side];
    if (leg.update(phase) && side === this.affected) body.muscles.strideOver();
    const out = this.angles[side];
    const { standing } = body.person.sides[side];
    for (let j = 0; j < out.length; j++) {
      const posture = (body.posture[side][j] += (standing[j] - body.posture[side][j]) * POSTURE_STEP);
      out[j] = posture + gait * (leg.angles[j] - posture);
    }
    const quiet = 1 - gait;
    out[ANKLE] += sway * quiet;
    out[HIP] -= 0.5 * sway * quiet;
    out[KNEE] += 0.25 * sway * quiet;
    if (side === this.affected) {
      // Bent backwards under the hip, on the other leg: the thigh comes a little forward, the foot hangs.
      out[KNEE] += bend;
      out[HIP] += 0.08 * bend;
      out[ANKLE] -= 0.12 * bend;
    }
    const cuff = this.cuffs[side];
    cuff.step(out[KNEE], out[HIP], DT);
    out[KNEE] = cuff.kneeDeg;
    // What soft tissue and straps add reaches the sensor, not the masses.
    for (let j = 0; j < out.length; j++) out[j] += body.shake[side][j].next() * gait;
    const { strike, off } = COEFFICIENTS.contact;
    const swinging = phase > off || phase < strike;
    this.contact[side] = !(swinging && gait > 0.15) && !(side === this.affected && bend > 8);
  }

  /** Stops the present person; once standing, the next one is in the device and does what was asked. */
  private towardsChange(): WalkerAction | null {
    const asked = this.activity.asked;
    if (this.activity.state.phase === 'standing') {
      this.preset = this.nextPreset!;
      this.nextPreset = null;
      const { posture } = this.body;
      this.body = this.makeBody(this.preset);
      this.body.posture.r.set(posture.r);
      this.body.posture.l.set(posture.l);
      return null;
    }
    this.activity.ask('stand');
    const begun = this.activity.step(DT, this.phase, wrap(this.phase - this.body.person.offset));
    this.activity.ask(asked);
    return begun;
  }

  private makeBody(preset: VirtualPreset): Body {
    const { rng } = this;
    const person = drawPerson(COEFFICIENTS, preset, this.affected, rng);
    const shake = (side: Side): BandNoise[] => {
      const { remainderSd } = person.sides[side];
      return JOINTS.map((_, j) => new BandNoise(j === KNEE ? remainderSd : SHAKE_SHARE * remainderSd, rng));
    };
    return {
      person,
      legs: { r: new LegCycle(person.sides.r, rng), l: new LegCycle(person.sides.l, rng) },
      muscles: new Muscles(person, COEFFICIENTS, rng),
      sway: new SlowNoise(0.5, 0.25, RATE, rng),
      step: new SlowNoise(COEFFICIENTS.offset.strideSd, 0.4, RATE, rng),
      shake: { r: shake('r'), l: shake('l') },
      posture: {
        r: Float64Array.from(person.sides.r.standing),
        l: Float64Array.from(person.sides.l.standing),
      },
    };
  }

  private drawBend(): void {
    const { bend } = COEFFICIENTS;
    const { plan } = this.body.person;
    const vary = () => Math.max(-1.5, Math.min(1.5, 0.3 * this.rng.normal()));
    this.bendPeak = plan.bendReach * Math.exp(bend.peakDeg.logMean + bend.peakDeg.logSd * vary());
    const time = plan.bendTime * Math.exp(bend.durationS.logMean + 0.3 * bend.durationS.logSd * vary());
    this.activity.setBend(time, 0.6 + Math.exp(bend.pauseS.logMean + 0.3 * bend.pauseS.logSd * vary()));
  }
}

interface Body {
  readonly person: Person;
  readonly legs: Readonly<Record<Side, LegCycle>>;
  readonly muscles: Muscles;
  readonly sway: SlowNoise;
  readonly step: SlowNoise;
  readonly shake: Readonly<Record<Side, BandNoise[]>>;
  readonly posture: Readonly<Record<Side, Float64Array>>;
}

/** Shake of the other joints as a share of what the harmonics leave of real knees. */
const SHAKE_SHARE = 0.5;
const POSTURE_STEP = DT / 0.5;

const wrap = (phase: number): number => phase - Math.floor(phase);

/** Critically damped second-order follower with `cutoff` in Hz: takes the corners off a path. */
class TwoPole {
  private readonly step: number;
  private a = 0;
  private b = 0;

  constructor(cutoff: number) {
    this.step = 1 - Math.exp(-2 * Math.PI * cutoff * DT);
  }

  next(x: number): number {
    this.a += this.step * (x - this.a);
    this.b += this.step * (this.a - this.b);
    return this.b;
  }
}
