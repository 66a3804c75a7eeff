import * as tf from '@tensorflow/tfjs-core';
import { float32Problem } from './float32';

/**
 * TF.js's WebGL backend on a context of our own: so it starts in a worker and in software GL too (the choice of
 * executor is made by measured time), and a lost context can be replaced by a new one.
 */
export class WebglSession {
  readonly gl: WebGL2RenderingContext;
  private readonly waiting = new Set<(error: Error) => void>();

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
    gl.canvas.addEventListener('webglcontextlost', () => {
      for (const fail of this.waiting) fail(contextLost());
      this.waiting.clear();
    });
  }

  get lost(): boolean {
    return this.gl.isContextLost();
  }

  /** What `result` settles to, but rejects when the context is lost: TF.js's own read-back would wait for ever. */
  orLost<T>(result: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.lost) return reject(contextLost());
      this.waiting.add(reject);
      result.then(resolve, reject).finally(() => this.waiting.delete(reject));
    });
  }
}

export const contextLost = (): Error => new Error('the GL context is lost');

let current: WebglSession | null = null;

const ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  depth: false,
  stencil: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  failIfMajorPerformanceCaveat: false,
};

/** Drops the context, as a driver reset would. For tests: executors must notice. */
export function loseWebgl(): void {
  current?.gl.getExtension('WEBGL_lose_context')?.loseContext();
}

/** Makes the backend known to TF.js, on a new context where there is none or it is lost. Rejects with a plain reason. */
export async function registerWebgl(): Promise<WebglSession> {
  if (current !== null && !current.lost) return current;
  const gl = newContext();
  const { MathBackendWebGL, setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl');
  // The package registers a backend of its own when it is loaded; a lost one still stands under the same name.
  tf.removeBackend('webgl');
  setWebGLContext(2, gl);
  tf.env().set('WEBGL_VERSION', 2);
  tf.registerBackend('webgl', () => new MathBackendWebGL(gl.canvas), 2);
  return (current = new WebglSession(gl));
}

function newContext(): WebGL2RenderingContext {
  const canvas: OffscreenCanvas | HTMLCanvasElement | null =
    typeof OffscreenCanvas !== 'undefined'
      ? new OffscreenCanvas(1, 1)
      : typeof document !== 'undefined'
        ? document.createElement('canvas')
        : null;
  const gl = canvas?.getContext('webgl2', ATTRIBUTES);
  if (!gl) throw new Error('no WebGL 2 here');
  const problem = float32Problem(gl);
  if (problem !== null) throw new Error(problem);
  return gl;
}
