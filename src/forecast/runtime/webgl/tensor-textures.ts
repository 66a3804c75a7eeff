import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type * as tf from '@tensorflow/tfjs-core';
import type { Texture } from './device';

/** A TF.js tensor as a texture with one float to a texel, in row order from texel `start` on. */
export interface TensorTexture extends Texture {
  readonly width: number;
  readonly height: number;
  readonly start: number;
}

/** The texture of a tensor, uploaded or unpacked where needed; `temporary` collects what to dispose of after the draw. */
export function readTensor(
  backend: MathBackendWebGL,
  tensor: tf.TensorInfo,
  temporary: tf.TensorInfo[],
): TensorTexture {
  backend.uploadToGPU(tensor.dataId);
  if (backend.texData.get(tensor.dataId).isPacked) {
    const unpacked = backend.unpackTensor(tensor);
    temporary.push(unpacked);
    return textureOf(backend, unpacked);
  }
  return textureOf(backend, tensor);
}

/** A new float tensor to draw into. */
export function newTensor(
  backend: MathBackendWebGL,
  shape: number[],
): { info: tf.TensorInfo; texture: TensorTexture } {
  const info = backend.makeTensorInfo(shape, 'float32');
  backend.uploadToGPU(info.dataId);
  return { info, texture: textureOf(backend, info) };
}

function textureOf(backend: MathBackendWebGL, { dataId }: tf.TensorInfo): TensorTexture {
  const { texture, slice } = backend.texData.get(dataId);
  const [height, width] = texture!.texShape;
  return { handle: texture!.texture, width, height, start: slice?.flatOffset ?? 0 };
}
