import * as tf from '@tensorflow/tfjs-core';
import { registerWebgl } from './webgl-backend';
import type { WebglSession } from './webgl-backend';

export type BackendName = 'cpu' | 'wasm' | 'webgl';

/**
 * TF.js has one current backend for the whole realm (page, worker, process). So: every use of TF.js names its backend
 * and runs in one synchronous stretch between its awaits; tensors are made and used under the same backend, and nothing
 * relies on the backend that some earlier code has left.
 */

/**
 * Loads and starts a backend; once started, `onBackend` can use it. Resolves with the GL context of webgl, which can
 * be lost later, or null. Rejects with a plain reason.
 */
export function startBackend(name: 'webgl'): Promise<WebglSession>;
export function startBackend(name: BackendName): Promise<WebglSession | null>;
export function startBackend(name: BackendName): Promise<WebglSession | null> {
  const started = lastStart.then(() => start(name));
  lastStart = started.catch(() => undefined);
  return started;
}

/** Starts wait for each other: TF.js would make a backend twice that is asked for twice at once. */
let lastStart: Promise<unknown> = Promise.resolve();

async function start(name: BackendName): Promise<WebglSession | null> {
  tf.env().set('PROD', true);
  let session: WebglSession | null = null;
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else if (name === 'wasm') await registerWasm();
  else session = await registerWebgl();
  if (!(await tf.setBackend(name))) throw new Error(`TF.js could not start its ${name} backend`);
  return session;
}

/** Makes a started backend the current one, until the caller's next await. */
export function useBackend(name: BackendName): void {
  // For a started backend setBackend has done all its work when it returns its promise.
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

/** Runs `body` at once on a started backend. Intermediate tensors are disposed, except those it returns. */
export function onBackend<T extends tf.TensorContainer>(name: BackendName, body: () => T): T {
  useBackend(name);
  return tf.tidy(body);
}

async function registerWasm(): Promise<void> {
  const backend = await import('@tensorflow/tfjs-backend-wasm');
  // More than one thread needs SharedArrayBuffer and a worker from a blob: URL, and the pages' policy allows neither.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  // In Node TF.js finds its own files.
  if (typeof process === 'undefined') {
    const { wasmFiles } = await import('./wasm-files');
    backend.setWasmPaths(wasmFiles);
  }
}
