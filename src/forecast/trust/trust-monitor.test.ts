import { describe, expect, it } from 'vitest';
import { Rng } from '../../gait/rng';
import { TrustMonitor, type TrustReason } from './trust-monitor';

const STEPS = 20;
const quantiles = Array.from({ length: STEPS }, (_, h) => 0.02 + 0.002 * (h + 1));
const knee = (t: number) => 30 + 25 * Math.sin((2 * Math.PI * t) / 110);

/** A knee whose forecasts are right but for noise that grows with the step; `sensor` is what is measured of it. */
function watch(
  ticks: number,
  sensor: (t: number, x: number) => number,
  forecastOf: (t: number) => number = knee,
): (TrustReason | null)[] {
  const monitor = new TrustMonitor({ joints: 1, steps: STEPS, rate: 100, windowTicks: 200, quantiles });
  const rng = new Rng(4);
  const mean = new Float32Array(STEPS);
  const scales = Float32Array.from([50]);
  const seen: (TrustReason | null)[] = [];
  for (let t = 0; t < ticks; t++) {
    monitor.observe(t, Float32Array.from([sensor(t, knee(t) + rng.normal(0, 0.05))]));
    for (let h = 1; h <= STEPS; h++) mean[h - 1] = forecastOf(t + h) + rng.normal(0, 0.08 * h);
    monitor.issue(t, mean, scales);
    seen.push(monitor.reason);
  }
  return seen;
}

const AT = 700;

describe('TrustMonitor', () => {
  it('hides nothing while forecasts come true', () => {
    expect(watch(3000, (_, x) => x).every((r) => r === null)).toBe(true);
  });

  it.each<[string, (t: number, x: number) => number, TrustReason]>([
    ['a jump', (t, x) => (t < AT ? x : x + 12), 'jump'],
    ['a spike', (t, x) => (t === AT ? x - 20 : x), 'jump'],
    ['a sensor that sticks', (t, x) => (t < AT ? x : 31.4), 'flat'],
    ['a wire that ends', (t, x) => (t < AT ? x : Number.NaN), null as unknown as TrustReason],
  ])('answers %s within 300 ms, and no tick before', (_, sensor, reason) => {
    const seen = watch(AT + 60, sensor);
    expect(seen.slice(0, AT).every((r) => r === null)).toBe(true);
    // What is missing is no business of trust: the pipeline tells gaps by itself.
    if (reason === null) expect(seen.every((r) => r === null)).toBe(true);
    else expect(seen.slice(AT, AT + 30)).toContain(reason);
  });

  it('answers a leg that goes on otherwise than was forecast', () => {
    const other = (t: number) => (t < AT ? knee(t) : 30 + 25 * Math.sin((2 * Math.PI * (t - 40)) / 110));
    const seen = watch(AT + 60, (t, x) => x - knee(t) + other(t) * 0.5 + knee(t) * 0.5);
    expect(seen.slice(AT, AT + 30).some((r) => r === 'surprise' || r === 'jump')).toBe(true);
  });

  it('answers a joint that leaves its usual range, even where forecasts follow it', () => {
    const drift = (t: number) => -0.8 * Math.max(0, t - AT);
    const seen = watch(
      AT + 60,
      (t, x) => x + drift(t),
      (t) => knee(t) + drift(t),
    );
    expect(seen.slice(0, AT).every((r) => r === null)).toBe(true);
    expect(seen.slice(AT, AT + 30)).toContain('unusual');
  });

  it('shows again soon after all is well', () => {
    const seen = watch(AT + 200, (t, x) => (t === AT ? x + 25 : x));
    const hidden = seen.filter((r) => r !== null).length;
    expect(hidden).toBeGreaterThan(20);
    expect(hidden).toBeLessThan(60);
    expect(seen.at(-1)).toBeNull();
  });

  it('calls a leg that does not move standing, once a whole window says so', () => {
    const rng = new Rng(9);
    const still = watch(
      900,
      () => 5 + rng.normal(0, 0.2),
      () => 5,
    );
    expect(still[150]).not.toBe('standing');
    expect(still.slice(210).every((r) => r === 'standing')).toBe(true);
  });

  it('does not take the steps of a coarse sensor for one that sticks', () => {
    const seen = watch(3000, (_, x) => Math.round(x / 0.5) * 0.5);
    expect(seen).not.toContain('flat');
  });

  it('counts what it hid', () => {
    const monitor = new TrustMonitor({ joints: 1, steps: STEPS, rate: 100, windowTicks: 10, quantiles });
    expect(monitor.hiddenShare).toBeNaN();
    const mean = new Float32Array(STEPS);
    for (let t = 0; t < 20; t++) {
      monitor.observe(t, Float32Array.from([7]));
      monitor.issue(t, mean.fill(7), Float32Array.from([20]));
    }
    // Still from the tenth sample on.
    expect(monitor.hiddenShare).toBeCloseTo(11 / 20, 9);
  });
});
