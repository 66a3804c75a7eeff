import { CMU_FEATURES, type CmuTrial } from '../../data/cmu';

/** A made-up trial at 120 Hz: every angle a sum of two sines of one stride, each with its own phase. */
export function madeUpTrial(subject: string, number: number, seconds = 3): CmuTrial {
  const frames = Math.round(seconds * 120);
  const features = new Map(
    CMU_FEATURES.map((name, c) => {
      const values = Float32Array.from({ length: frames }, (_, i) => {
        const phase = 2 * Math.PI * (0.9 + 0.02 * number) * (i / 120) + 0.4 * c + number;
        return 20 + (15 + c) * Math.sin(phase) + 6 * Math.sin(2 * phase + c);
      });
      return [name, values];
    }),
  );
  const trial = `${subject}_${String(number).padStart(2, '0')}`;
  return { subject, trial, rate: 120, frames, features, clippedKnee: false };
}
