import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

/** Where the bundler puts TF.js's WebAssembly files: beside the scripts, on the app's own origin. */
export const wasmFiles = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  // Threads are off (see backends.ts), but TF.js wants a name for each of its files.
  'tfjs-backend-wasm-threaded-simd.wasm': simd,
};
