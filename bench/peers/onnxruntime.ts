import * as ort from 'onnxruntime-web/wasm';
import type { MakeForecastPeer } from '../../src/forecast/runtime/bench/forecasts';
import { networkToOnnx } from './network-to-onnx';

/** onnxruntime-web on its WebAssembly backend, one thread, as the app would have to use it; one window at a time. */
export const onnxruntimeWeb: MakeForecastPeer = async (spec, weights, batch) => {
  if (batch !== 1) throw new RangeError('the ONNX model takes one window');
  // Threads need SharedArrayBuffer, and that headers which a static host does not send.
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(networkToOnnx(spec, weights), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const { ticks, channels, context: contextSize } = spec.input;
  const sequenceValues = new Float32Array(ticks * channels);
  const contextValues = new Float32Array(contextSize);
  const feeds: Record<string, ort.Tensor> = {
    sequence: new ort.Tensor('float32', sequenceValues, [1, ticks, channels]),
  };
  if (contextSize > 0) feeds.context = new ort.Tensor('float32', contextValues, [1, contextSize]);
  const peer = {
    async run(_batch: number, sequence: Float32Array, context: Float32Array, out: Float32Array) {
      sequenceValues.set(sequence);
      contextValues.set(context);
      const { forecast } = await session.run(feeds);
      out.set(forecast.data as Float32Array);
    },
    dispose: () => void session.release(),
  };
  const out = new Float32Array(spec.output.joints * spec.output.steps);
  for (let i = 0; i < 20; i++) await peer.run(1, sequenceValues, contextValues, out);
  return peer;
};
