/** What the lab fits and the walker draws from. Written by `npm run lab -- fit-walker`; see walker-coefficients.json. */

/** Normal distribution of a vector: mean + sum of z_k * components[k], z_k standard normal. */
export interface VectorSpread {
  readonly mean: readonly number[];
  readonly components: readonly (readonly number[])[];
}

export interface Lognormal {
  readonly logMean: number;
  readonly logSd: number;
}

/**
 * Curves are Fourier coefficients [mean, cos 1, sin 1, cos 2, ...] of the phase; phase 0 is the peak of swing flexion
 * of that side's knee. Degrees.
 */
export interface KneeGroup {
  readonly people: number;
  /** Person-to-person shape. The 5th percentile of the curve is 0. */
  readonly person: VectorSpread;
  readonly periodS: Lognormal;
  /** Stride-to-stride: components of [curve, log period]; AR(1) over strides with coefficient `rho`. */
  readonly stride: { readonly components: readonly (readonly number[])[]; readonly rho: number };
  /** What the harmonics leave out: SD in deg. */
  readonly remainderSd: number;
}

export interface EmgGroup {
  readonly people: number;
  /** Log envelope by phase over its mean, four muscles one after another, `emgHarmonics` each. */
  readonly person: VectorSpread;
  /** Mean rectified EMG in gait by muscle, mV. */
  readonly level: readonly Lognormal[];
  /** SD of the log gain from stride to stride by muscle, and its AR(1) coefficient. */
  readonly strideLogSd: readonly number[];
  readonly strideRho: number;
  /** Log of envelope in quiet over mean in gait, by muscle. */
  readonly quietLog: readonly number[];
  /** Carrier by muscle at 1 kHz: x[n] = sum of carrier[k] x[n-1-k] + noise. */
  readonly carriers: readonly (readonly number[])[];
}

export interface WalkerCoefficients {
  readonly version: 1;
  readonly source: readonly string[];
  readonly command: string;
  readonly harmonics: number;
  readonly emgHarmonics: number;
  readonly knee: { readonly normal: KneeGroup; readonly abnormal: KneeGroup };
  /** Hip flexion and ankle of one side, mean 0 over the stride but for `level`, deg. */
  readonly leg: {
    readonly channels: readonly string[];
    readonly person: VectorSpread;
    readonly level: readonly number[];
    /** Components of [hip, ankle] that go with `knee.normal.stride.components`, one for one. */
    readonly stride: readonly (readonly number[])[];
  };
  /** Hip out of the sagittal plane, arm, elbow, wrist, clavicle of one side. */
  readonly upper: {
    readonly channels: readonly string[];
    readonly person: VectorSpread;
    readonly stride: readonly (readonly number[])[];
  };
  /** Share of the person-to-person variance that differs between a person's two sides. */
  readonly sideShare: { readonly knee: number; readonly leg: number; readonly upper: number };
  /** Left phase minus right phase minus half a stride: SD from person to person, and from stride to stride. */
  readonly offset: { readonly personSd: number; readonly strideSd: number };
  /** Phases of heel strike and toe off: mean over sides and people, in [0, 1). */
  readonly contact: { readonly strike: number; readonly off: number };
  readonly emg: { readonly normal: EmgGroup; readonly abnormal: EmgGroup };
  /** Standing knee flexion: `shape` is the angle over its peak from start to end of one bend. */
  readonly bend: {
    readonly durationS: Lognormal;
    readonly peakDeg: Lognormal;
    readonly pauseS: Lognormal;
    readonly shape: readonly number[];
    /** Log of envelope over mean in gait by muscle, same instants as `shape`. */
    readonly emgLog: readonly (readonly number[])[];
  };
  /** Log of the EMG envelope with the thigh tensed (seated knee extension) over its mean in gait, by muscle. */
  readonly tenseLog: readonly number[];
}
