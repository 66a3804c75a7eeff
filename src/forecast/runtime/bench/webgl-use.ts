/** What WebGL 2 has done in this thread since the first call of `watchWebgl`. */
interface WebglUse {
  /** Draws so far. */
  draws: number;
  /** Textures that were made and not deleted. */
  textures: number;
}

let use: WebglUse | null = null;

/** Counts for every WebGL 2 context of this thread, from the first call on; all zero where there is none. */
export function watchWebgl(): Readonly<WebglUse> {
  if (use !== null) return use;
  const counts: WebglUse = { draws: 0, textures: 0 };
  use = counts;
  if (typeof WebGL2RenderingContext === 'undefined') return use;
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, unknown>;
  const before = (name: string, count: () => void): void => {
    const original = prototype[name] as (...args: unknown[]) => unknown;
    prototype[name] = function (this: unknown, ...args: unknown[]) {
      count();
      return original.apply(this, args);
    };
  };
  before('drawArrays', () => counts.draws++);
  before('drawElements', () => counts.draws++);
  before('createTexture', () => counts.textures++);
  before('deleteTexture', () => counts.textures--);
  return use;
}

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
