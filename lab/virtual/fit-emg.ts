import type { EmgGroup, WalkerCoefficients } from '../../src/device/virtual/coefficients/shape';
import { BiquadCascade } from '../../src/gait/biquad';
import { bandPass } from '../../src/gait/butterworth';
import { kneePeaks, overCycle, smoothOffline, toHarmonics } from './cycles';
import type { LegStrides } from './fit-shapes';
import { principal } from './linear';
import { channelOf, type Walk } from './people';
import { lognormal, mean, quantile, round, round1, sd } from './statistics';

export const MUSCLES = ['emg_rf', 'emg_bf', 'emg_vm', 'emg_st'] as const;
const EMG_HARMONICS = 6;
const CARRIER_ORDER = 8;
const POINTS = 100;

/** A muscle of one walk, right leg: band-passed 20-450 Hz, and its offline envelope (rectified, 8 Hz). */
export function muscle(walk: Walk, base: string): { band: Float64Array; envelope: Float64Array } | undefined {
  const raw = channelOf(walk, base, 'r');
  if (raw === undefined) return undefined;
  const filter = new BiquadCascade(bandPass(2, 20, 450, walk.rate));
  const band = Float64Array.from(raw, (x) => filter.process(x));
  const envelope = smoothOffline(band.map(Math.abs), 8, walk.rate).map((x) => Math.max(x, 2e-4));
  return { band, envelope };
}

/** EMG of a group: envelope by gait phase, its size, its change from stride to stride and the noise under it. */
export function fitEmg(legs: readonly LegStrides[]): EmgGroup {
  const shapes: Float64Array[] = [];
  const levels: number[][] = MUSCLES.map(() => []);
  const gains: number[][] = MUSCLES.map(() => []);
  const quiet: number[][] = MUSCLES.map(() => []);
  const correlations = MUSCLES.map(() => new Float64Array(CARRIER_ORDER + 1));
  const lag = { product: 0, square: 0 };
  for (const leg of legs) {
    const muscles = MUSCLES.flatMap((m) => muscle(leg.walk, m) ?? []);
    if (muscles.length < MUSCLES.length || leg.cycles.length < 2) continue;
    const shape: number[] = [];
    muscles.forEach((m, k) => {
      const strides = leg.cycles.map((c) => overCycle(m.envelope, c, POINTS));
      const curve = Float64Array.from({ length: POINTS }, (_, i) => mean(strides.map((s) => s[i])));
      const level = mean(curve);
      shape.push(
        ...toHarmonics(
          curve.map((x) => Math.log(x / level)),
          EMG_HARMONICS,
        ),
      );
      levels[k].push(level);
      quiet[k].push(Math.log(quantile(m.envelope, 0.02) / level));
      const logs = strides.map((s) => Math.log(mean(s)));
      gains[k].push(sd(logs));
      const centre = mean(logs);
      for (let i = 1; i < logs.length; i++) {
        if (!leg.cycles[i].follows) continue;
        lag.product += (logs[i] - centre) * (logs[i - 1] - centre);
        lag.square += (logs[i - 1] - centre) ** 2;
      }
      addCorrelation(correlations[k], m.band, m.envelope, leg);
    });
    shapes.push(Float64Array.from(shape));
  }
  const { mean: centre, scaled } = principal(shapes, 4);
  return {
    people: shapes.length,
    person: { mean: round(centre), components: scaled.map(round) },
    level: levels.map(lognormal),
    strideLogSd: gains.map((g) => round1(Math.sqrt(mean(g.map((x) => x * x))))),
    strideRho: round1(Math.max(0, lag.product / lag.square)),
    quietLog: quiet.map((q) => round1(mean(q))),
    carriers: correlations.map((r) => round(levinson(r))),
  };
}

/** Autocorrelation of the EMG with its envelope taken out; every man counts the same. */
function addCorrelation(
  into: Float64Array,
  band: Float64Array,
  envelope: Float64Array,
  leg: LegStrides,
): void {
  const own = new Float64Array(into.length);
  for (const c of leg.cycles) {
    for (let i = c.from; i < c.to; i++) {
      for (let k = 0; k < own.length && i - k >= 0; k++) {
        own[k] += (band[i] / envelope[i]) * (band[i - k] / envelope[i - k]);
      }
    }
  }
  own.forEach((x, k) => (into[k] += x / own[0]));
}

/** Autoregression from autocorrelation (Levinson-Durbin). */
function levinson(r: Float64Array): Float64Array {
  const order = r.length - 1;
  let a = new Float64Array(order);
  let error = r[0];
  for (let m = 0; m < order; m++) {
    let sum = r[m + 1];
    for (let k = 0; k < m; k++) sum -= a[k] * r[m - k];
    const reflection = sum / error;
    const next = Float64Array.from(a);
    next[m] = reflection;
    for (let k = 0; k < m; k++) next[k] = a[k] - reflection * a[m - 1 - k];
    a = next;
    error *= 1 - reflection * reflection;
  }
  return a;
}

const BEND_POINTS = 41;

/** Standing knee flexion: how fast, how far, what form, and the EMG with it, over the mean in the same man's gait. */
export function fitBends(bends: readonly Walk[], gait: readonly LegStrides[]): WalkerCoefficients['bend'] {
  const durations: number[] = [];
  const peaks: number[] = [];
  const pauses: number[] = [];
  const shapes: Float64Array[] = [];
  const emg: Float64Array[][] = MUSCLES.map(() => []);
  for (const walk of bends) {
    const knee = smoothOffline(channelOf(walk, 'knee_angle', 'r')!, 6, walk.rate);
    const own = MUSCLES.map((m) => muscle(walk, m)!);
    const levels = MUSCLES.map((m) =>
      gaitLevel(
        gait.find((l) => l.walk.person === walk.person),
        m,
      ),
    );
    const found = repetitions(knee, kneePeaks(knee, walk.rate));
    durations.push(mean(found.map((r) => (r.to - r.from) / walk.rate)));
    peaks.push(mean(found.map((r) => knee[r.peak])));
    const gaps = found.slice(1).map((r, i) => (r.from - found[i].to) / walk.rate);
    if (gaps.length > 0) pauses.push(Math.max(0.1, mean(gaps)));
    for (const r of found) {
      const cycle = { from: r.from, to: r.to, follows: false };
      const base = Math.min(knee[r.from], knee[r.to]);
      shapes.push(inclusive(knee, r).map((x) => Math.max(0, (x - base) / (knee[r.peak] - base))));
      own.forEach((m, k) => {
        const level = levels[k];
        if (level !== undefined)
          emg[k].push(overCycle(m.envelope, cycle, BEND_POINTS).map((x) => Math.log(x / level)));
      });
    }
  }
  const columns = (rows: Float64Array[]) =>
    round(Float64Array.from({ length: BEND_POINTS }, (_, i) => mean(rows.map((r) => r[i]))));
  const shape = columns(shapes);
  const top = Math.max(...shape);
  return {
    durationS: lognormal(durations),
    peakDeg: lognormal(peaks),
    pauseS: lognormal(pauses),
    shape: round(shape.map((x, i) => (i === 0 || i === BEND_POINTS - 1 ? 0 : x / top))),
    emgLog: emg.map(columns),
  };
}

/** Envelope that a tensed thigh reaches (upper tenth of a seated extension), over the mean in the same man's gait, log. */
export function fitTense(extensions: readonly Walk[], gait: readonly LegStrides[]): number[] {
  return round(
    MUSCLES.map((name) => {
      const logs = extensions.flatMap((walk) => {
        const level = gaitLevel(
          gait.find((l) => l.walk.person === walk.person),
          name,
        );
        const m = muscle(walk, name);
        return level === undefined || m === undefined ? [] : [Math.log(quantile(m.envelope, 0.9) / level)];
      });
      return mean(logs);
    }),
  );
}

function gaitLevel(leg: LegStrides | undefined, base: string): number | undefined {
  const m = leg && muscle(leg.walk, base);
  return m && mean(leg.cycles.flatMap((c) => [...overCycle(m.envelope, c, POINTS)]));
}

/** From the last time below a tenth of the way up before each peak to the first time below it after. */
function repetitions(
  knee: Float64Array,
  peaks: readonly number[],
): { from: number; peak: number; to: number }[] {
  const base = quantile(knee, 0.05);
  return peaks.flatMap((peak) => {
    const gate = base + 0.1 * (knee[peak] - base);
    let from = peak;
    while (from > 0 && knee[from] > gate) from--;
    let to = peak;
    while (to < knee.length - 1 && knee[to] > gate) to++;
    return knee[from] <= gate && knee[to] <= gate ? [{ from, peak, to }] : [];
  });
}

function inclusive(x: Float64Array, r: { from: number; to: number }): Float64Array {
  return overCycle(
    x,
    { from: r.from, to: r.to + (r.to - r.from) / (BEND_POINTS - 1), follows: false },
    BEND_POINTS,
  );
}
