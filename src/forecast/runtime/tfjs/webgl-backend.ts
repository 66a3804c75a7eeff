import * as tf from '@tensorflow/tfjs-core';

/**
 * TF.js's WebGL backend on a context of our own: so it starts in a worker and in software GL too (the choice of
 * executor is made by measured time), and a lost context can be replaced by a new one.
 */
let current: WebGL2RenderingContext | null = null;

const ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  depth: false,
  stencil: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  failIfMajorPerformanceCaveat: false,
};

/** The context that the WebGL backend runs on now, or null before its start. */
export const webglContext = (): WebGL2RenderingContext | null => current;

export const isWebglLost = (): boolean => current?.isContextLost() === true;

/** Makes the backend known to TF.js, on a new context where there is none or it is lost. Rejects with a plain reason. */
export async function registerWebgl(): Promise<void> {
  if (current !== null && !current.isContextLost()) return;
  const gl = newContext();
  const { MathBackendWebGL, setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl');
  // The package registers a backend of its own when it is loaded; a lost one still stands under the same name.
  tf.removeBackend('webgl');
  setWebGLContext(2, gl);
  tf.env().set('WEBGL_VERSION', 2);
  tf.registerBackend('webgl', () => new MathBackendWebGL(gl.canvas), 2);
  current = gl;
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
  if (gl.getExtension('EXT_color_buffer_float') === null) throw new Error('no 32 bit float textures here');
  return gl;
}
