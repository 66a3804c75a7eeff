import type { PassSource } from '../device';
import { texels } from '../layout';

/** softmax(scores)-weighted mean of the steps, one row. Textures: steps, scores (one channel), both `rows`. */
export function additiveAttentionPass(ticks: number, channels: number): PassSource {
  return weightedMean(
    ticks,
    channels,
    ['steps', 'scores'],
    'return texelFetch(scores, ivec2(item, tick), 0).x;',
  );
}

/** The same with score = step . last step / sqrt(channels). Texture: steps. */
export function dotAttentionPass(ticks: number, channels: number): PassSource {
  const width = texels(channels);
  const score = `
  float sum = 0.0;
  for (int c = 0; c < ${width}; c++)
    sum += dot(
      texelFetch(steps, ivec2(item * ${width} + c, tick), 0),
      texelFetch(steps, ivec2(item * ${width} + c, ${ticks - 1}), 0)
    );
  return sum * ${(1 / Math.sqrt(channels)).toExponential(9)};`;
  return weightedMean(ticks, channels, ['steps'], score);
}

/** Softmax in one sweep: the sums are scaled down whenever a larger score appears. */
function weightedMean(ticks: number, channels: number, inputs: string[], score: string): PassSource {
  const width = texels(channels);
  return {
    inputs,
    body: `
float score(int item, int tick) { ${score} }
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int item = at.x / ${width};
  float highest = score(item, 0);
  float total = 1.0;
  vec4 sum = texelFetch(steps, ivec2(at.x, 0), 0);
  for (int tick = 1; tick < ${ticks}; tick++) {
    float s = score(item, tick);
    float top = max(highest, s);
    float keep = exp(highest - top);
    float share = exp(s - top);
    total = total * keep + share;
    sum = sum * keep + share * texelFetch(steps, ivec2(at.x, tick), 0);
    highest = top;
  }
  result = sum / total;
}`,
  };
}

/** Each step times its softmax weight times the number of steps. Textures: steps, scores (one channel). */
export function reweightPass(ticks: number, channels: number): PassSource {
  return {
    inputs: ['steps', 'scores'],
    body: `
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int item = at.x / ${texels(channels)};
  float own = texelFetch(scores, ivec2(item, at.y), 0).x;
  float others = 0.0;
  for (int tick = 0; tick < ${ticks}; tick++)
    others += exp(min(texelFetch(scores, ivec2(item, tick), 0).x - own, 80.0));
  result = texelFetch(steps, at, 0) * (${ticks}.0 / others);
}`,
  };
}
