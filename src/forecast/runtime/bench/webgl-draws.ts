/** Counts the draws of every WebGL 2 context of this thread, from the first call on. */
export function countDraws(): () => number {
  if (count === null && typeof WebGL2RenderingContext !== 'undefined') {
    count = 0;
    const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, unknown>;
    for (const name of ['drawArrays', 'drawElements']) {
      const original = prototype[name] as (...args: unknown[]) => void;
      prototype[name] = function (this: unknown, ...args: unknown[]) {
        count = (count ?? 0) + 1;
        original.apply(this, args);
      };
    }
  }
  return () => count ?? 0;
}

let count: number | null = null;

/** What draws: the GPU's name, or that of the software in its place. Null without WebGL 2. */
export function rendererName(): string | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER) as string;
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

export const isSoftware = (renderer: string): boolean =>
  /swiftshader|llvmpipe|software|basic render/i.test(renderer);
