import type { PassSource } from '../device';

/** Maximum or mean of each `size` rows. Texture: steps in the layout `rows`. */
export function poolPass(op: 'max' | 'average', size: number): PassSource {
  return {
    inputs: ['steps'],
    body: `
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  result = texelFetch(steps, ivec2(at.x, at.y * ${size}), 0);
  for (int i = 1; i < ${size}; i++) {
    vec4 next = texelFetch(steps, ivec2(at.x, at.y * ${size} + i), 0);
    result = ${op === 'max' ? 'max(result, next)' : 'result + next'};
  }
  ${op === 'max' ? '' : `result /= ${size}.0;`}
}`,
  };
}
