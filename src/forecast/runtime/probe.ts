import type { NetworkSpec } from '../network-spec';

/** Inputs of one batch and room for its result. */
export interface Probe {
  readonly batch: number;
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  readonly out: Float32Array;
}

/** Inputs that look like scaled signals: smooth, in [-1, 1], different in each channel and sample. */
export function probeOf(spec: NetworkSpec, batch: number): Probe {
  const { ticks, channels, context } = spec.input;
  const wave = (i: number, period: number) => Math.sin(i * (0.7 + 1 / period)) * Math.cos(i * 0.013);
  return {
    batch,
    sequence: Float32Array.from({ length: batch * ticks * channels }, (_, i) =>
      wave(i / channels, 3 + (i % channels)),
    ),
    context: Float32Array.from({ length: batch * context }, (_, i) => wave(i, 5)),
    out: new Float32Array(batch * spec.output.joints * spec.output.steps),
  };
}
