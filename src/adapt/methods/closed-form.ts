import { FittedCorrection, LIFT, LiftedRows } from '../closed-form/correction';
import type { AdaptationData, AdaptationMethod } from './method';

const lifted = new WeakMap<AdaptationData, LiftedRows>();

/** Correction of the base network's remaining error from its own deep features, by one linear solve: instant. */
export const closedForm: AdaptationMethod = {
  id: 'closed_form',
  cheap: true,
  effort: 4,
  async fit(data, rows, progress) {
    const outputs = data.windows.target.length / data.windows.count;
    const all = lifted.get(data) ?? new LiftedRows(data.whitening, data.deep.features);
    lifted.set(data, all);
    const residual = residualOf(data.windows.target, data.deep.output);
    const fitted = new FittedCorrection(all, residual, rows, outputs);
    await progress(1);
    return {
      predict(wanted) {
        const out = fitted.predict(wanted);
        wanted.forEach((r, i) => {
          for (let o = 0; o < outputs; o++) out[i * outputs + o] += data.deep.output[r * outputs + o];
        });
        return out;
      },
      get parts() {
        const correction = { whitening: data.whitening, lift: LIFT, weights: fitted.weights(), outputs };
        return { correction, correctionShare: 1, tuned: null, tunedShare: 0 };
      },
      losses: [],
    };
  },
};

/** What the network got wrong, scaled units. */
function residualOf(target: Float32Array, output: Float32Array): Float32Array {
  return target.map((y, i) => y - output[i]);
}
