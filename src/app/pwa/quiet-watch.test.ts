import { describe, expect, it } from 'vitest';
import { QuietWatch } from './quiet-watch';
import { isInSession, type WorkState } from './session';

const OFF = { phase: 'off', id: null, startedAtMs: null, bytes: 0, code: null } as const;
const at = (
  phase: NonNullable<WorkState['engine']>['phase'],
  forecasts = 0,
  adaptation: WorkState['adaptation']['phase'] = 'idle',
): WorkState => ({
  engine: { phase, forecasts, recording: OFF },
  adaptation: { phase: adaptation },
  unsavedPersonal: false,
});

/** Seconds until the moment comes, at most 100. */
function secondsUntilQuiet(state: (second: number) => WorkState, measuring = false): number {
  const watch = new QuietWatch();
  for (let second = 1; second <= 100; second++) if (watch.second(state(second), measuring)) return second;
  return Infinity;
}

describe('the quiet moment', () => {
  it('comes after ten seconds of nothing, also before the engine has said anything', () => {
    expect(secondsUntilQuiet(() => at('idle'))).toBe(10);
    expect(secondsUntilQuiet(() => ({ ...at('idle'), engine: null }))).toBe(10);
  });

  it('comes half a minute into forecasts, counted anew when they pause', () => {
    expect(secondsUntilQuiet((s) => at('streaming', s * 100))).toBe(30);
    expect(secondsUntilQuiet((s) => at('streaming', (s < 20 ? s : s === 20 ? 19 : s) * 100))).toBe(50);
  });

  it('does not come while a device is opened, nor without a forecast', () => {
    expect(secondsUntilQuiet(() => at('opening'))).toBe(Infinity);
    expect(secondsUntilQuiet(() => at('streaming'))).toBe(Infinity);
  });

  it('does not come beside an adaptation or a bench', () => {
    expect(secondsUntilQuiet((s) => at('streaming', s * 100, 'running'))).toBe(Infinity);
    expect(secondsUntilQuiet(() => at('idle'), true)).toBe(Infinity);
  });
});

describe('a session', () => {
  it.each(['opening', 'handshaking', 'streaming', 'lost', 'reconnecting', 'closing'] as const)(
    'is on while %s',
    (phase) => expect(isInSession(at(phase))).toBe(true),
  );
  it.each(['idle', 'failed'] as const)('is not on while %s', (phase) =>
    expect(isInSession(at(phase))).toBe(false),
  );

  it('is on while something could be lost', () => {
    const recording = { ...at('idle').engine!, recording: { ...OFF, phase: 'recording' as const } };
    expect(isInSession({ ...at('idle'), engine: recording })).toBe(true);
    expect(isInSession({ ...at('idle'), unsavedPersonal: true })).toBe(true);
    expect(isInSession(at('idle', 0, 'compare'))).toBe(true);
    expect(isInSession(at('idle', 0, 'refused'))).toBe(false);
  });
});
