import { closedForm } from './closed-form';
import { fineTuning } from './fine-tuning';
import { memoryAlone } from './memory-alone';
import type { AdaptationMethod, Fitted } from './method';

/** Of each change; together they correct as much as either, and err less: their mistakes differ. */
const SHARE = 0.5;

/** Fine-tuned network and closed-form correction, half each, both learned from the base network's errors. */
export function combined(tuning: AdaptationMethod = fineTuning()): AdaptationMethod {
  return {
    id: 'fine_tuned_closed_form',
    cheap: false,
    effort: closedForm.effort + tuning.effort,
    shared: 1,
    async fit(data, rows, progress): Promise<Fitted> {
      const closed = await closedForm.fit(data, rows, () => Promise.resolve());
      const tuned = await tuning.fit(data, rows, progress);
      return {
        predict(wanted) {
          const a = closed.predict(wanted);
          const b = tuned.predict(wanted);
          return a.map((v, i) => SHARE * v + (1 - SHARE) * b[i]);
        },
        parts: {
          correction: closed.parts.correction,
          correctionShare: SHARE,
          tuned: tuned.parts.tuned,
          tunedShare: 1 - SHARE,
        },
        losses: tuned.losses,
      };
    },
  };
}

/** The same method, but a fit of rows that were fitted before is not done again: for one adaptation. */
function remembering(method: AdaptationMethod): AdaptationMethod {
  const done = new WeakMap<object, Map<string, Promise<Fitted>>>();
  return {
    ...method,
    fit(data, rows, progress) {
      const fits = done.get(data) ?? new Map<string, Promise<Fitted>>();
      done.set(data, fits);
      const key = rows.join();
      const found = fits.get(key) ?? method.fit(data, rows, progress);
      fits.set(key, found);
      return found;
    },
  };
}

/** Everything that is tried, cheapest first; the tuned network is trained once for both that use it. */
export function allMethods(tuning: AdaptationMethod = fineTuning()): AdaptationMethod[] {
  const once = remembering(tuning);
  return [memoryAlone, closedForm, once, combined(once)];
}
