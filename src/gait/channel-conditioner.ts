import { BiquadCascade } from './biquad';
import { lowPass } from './butterworth';
import type { ChannelName } from './channels';
import { channelInfo } from './channels';
import { EmgEnvelope, MIN_EMG_RATE } from './emg-envelope';
import type { Hertz } from './units';

/**
 * What one channel goes through, sample by sample at its native rate, causally: `input` is what networks see,
 * `measured` what is shown and scored. A value that is not finite gives NaN, and the filter starts anew (steady state,
 * no transient) at the next good one.
 */
export interface ChannelConditioner {
  /** Between two samples a contact is the earlier one, all else the line through both. */
  readonly holds: boolean;
  input: number;
  measured: number;
  /** Takes `samples[at]`: by its place, because a number handed to one of several classes would be put on the heap. */
  process(samples: ArrayLike<number>, at: number): void;
  /** The next sample is the first after a hole too long to bridge. */
  restart(): void;
}

/** Highest frequency kept of angles and forces, Hz: gait has its content below 20. */
const ANGLE_CUTOFF: Hertz = 40;

/**
 * By the channel's kind. Angles, forces and channels not known to us: 2nd-order Butterworth low-pass at 40 Hz (or 0.4 of
 * a lower model rate), which is the anti-alias where the device is faster than the model; raw below 100 Hz. EMG: the
 * envelope for both; NaN where the rate is too low to carry EMG. Contacts: raw.
 */
export function channelConditioner(name: ChannelName, rate: Hertz, modelRate: Hertz): ChannelConditioner {
  const kind = channelInfo(name)?.kind;
  if (kind === 'contact') return new Filtered(null, true);
  if (kind === 'emg') return rate >= MIN_EMG_RATE ? new Envelope(rate) : new Useless();
  if (rate < 100) return new Filtered(null, false);
  const cutoff = Math.min(ANGLE_CUTOFF, 0.4 * modelRate);
  return new Filtered(new BiquadCascade(lowPass(2, cutoff, rate)), false);
}

class Filtered implements ChannelConditioner {
  readonly holds: boolean;
  input = NaN;
  measured = NaN;
  private readonly filter: BiquadCascade | null;
  private fresh = true;

  constructor(filter: BiquadCascade | null, holds: boolean) {
    this.filter = filter;
    this.holds = holds;
  }

  process(samples: ArrayLike<number>, at: number): void {
    const x = samples[at];
    this.measured = Number.isFinite(x) ? x : NaN;
    if (this.filter === null || Number.isNaN(this.measured)) {
      this.input = this.measured;
      this.fresh = true;
      return;
    }
    if (this.fresh) this.filter.reset(x);
    this.fresh = false;
    this.input = this.filter.process(x);
  }

  restart(): void {
    this.fresh = true;
  }
}

class Envelope implements ChannelConditioner {
  readonly holds = false;
  input = NaN;
  measured = NaN;
  private readonly envelope: EmgEnvelope;
  private fresh = true;

  constructor(rate: Hertz) {
    this.envelope = new EmgEnvelope(rate);
  }

  process(samples: ArrayLike<number>, at: number): void {
    const x = samples[at];
    const good = Number.isFinite(x);
    if (good && this.fresh) this.envelope.reset(x);
    this.fresh = !good;
    this.input = this.measured = good ? this.envelope.process(x) : NaN;
  }

  restart(): void {
    this.fresh = true;
  }
}

/** A channel whose stream cannot carry it. */
class Useless implements ChannelConditioner {
  readonly holds = true;
  readonly input = NaN;
  readonly measured = NaN;
  process(): void {}
  restart(): void {}
}
