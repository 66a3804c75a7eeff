import type { Measurements } from '../../forecast/runtime/selection';
import type { Settings } from '../../records/settings';
import { useApp } from '../store/store';

/** Models of which times are kept: old ones make room. */
const MOST_MODELS = 12;

/** What was measured in this very browser; another version of it is measured anew. */
export function knownTimes({ executorTimes }: Settings, userAgent: string): Record<string, Measurements> {
  return executorTimes?.userAgent === userAgent ? executorTimes.byModel : {};
}

export function rememberTimes(key: string, measured: Measurements, userAgent: string): void {
  const { settings, changeSettings } = useApp.getState();
  const others = Object.entries(knownTimes(settings, userAgent)).filter(([k]) => k !== key);
  const byModel = Object.fromEntries([...others.slice(1 - MOST_MODELS), [key, measured]]) as Record<
    string,
    Record<string, number | string>
  >;
  changeSettings({ executorTimes: { userAgent, byModel } });
}
