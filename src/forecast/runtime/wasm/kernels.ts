/** The compiled kernels: where they come from, and what they offer (documented in assembly/). */

export type KernelBuild = 'simd' | 'relaxed';

type N = number;

/** Exports of assembly/index.ts: byte addresses, strides in floats. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  heapStart(): N;
  batchedProduct(
    batch: N,
    rows: N,
    width: N,
    depth: N,
    a: N,
    aStride: N,
    aSample: N,
    b: N,
    bPanelStride: N,
    c: N,
    cStride: N,
    cSample: N,
    bias: N,
    flags: N,
  ): void;
  addTransposedProduct(
    rows: N,
    width: N,
    depth: N,
    a: N,
    aStride: N,
    b: N,
    bStride: N,
    c: N,
    cPanelStride: N,
  ): void;
  addBatchedTransposedProduct(
    batch: N,
    rows: N,
    width: N,
    depth: N,
    a: N,
    aStride: N,
    aSample: N,
    b: N,
    bStride: N,
    bSample: N,
    c: N,
    cPanelStride: N,
  ): void;
  transposePanels(
    from: N,
    rows: N,
    width: N,
    source: N,
    sourcePanelStride: N,
    target: N,
    targetPanelStride: N,
  ): void;
  addColumnSums(rows: N, width: N, source: N, stride: N, target: N): void;
  lstmForward(batch: N, ticks: N, units: N, gates: N, recurrent: N, h: N, c: N, tanhC: N): void;
  lstmBackward(
    batch: N,
    ticks: N,
    units: N,
    gates: N,
    recurrentT: N,
    c: N,
    tanhC: N,
    dOut: N,
    dh: N,
    dc: N,
  ): void;
  copyRows(
    batch: N,
    rows: N,
    width: N,
    source: N,
    sourceRow: N,
    sourceSample: N,
    target: N,
    targetRow: N,
    targetSample: N,
  ): void;
  addRows: Kernels['copyRows'];
  poolForward(
    batch: N,
    ticks: N,
    width: N,
    size: N,
    largest: N,
    x: N,
    xRow: N,
    xSample: N,
    y: N,
    yRow: N,
    ySample: N,
  ): void;
  poolBackward(
    batch: N,
    ticks: N,
    width: N,
    size: N,
    largest: N,
    x: N,
    dx: N,
    xRow: N,
    xSample: N,
    y: N,
    dy: N,
    yRow: N,
    ySample: N,
  ): void;
  meanForward(batch: N, ticks: N, width: N, x: N, xRow: N, xSample: N, y: N, ySample: N): void;
  addMeanBackward(batch: N, ticks: N, width: N, dx: N, xRow: N, xSample: N, dy: N, ySample: N): void;
  dotScores(batch: N, ticks: N, width: N, x: N, row: N, sample: N, scale: N, scores: N): void;
  additiveScores(batch: N, ticks: N, width: N, hidden: N, row: N, sample: N, v: N, scores: N): void;
  softmax(batch: N, ticks: N, scores: N, total: N): void;
  weightedSum(batch: N, ticks: N, width: N, x: N, row: N, sample: N, weights: N, y: N, ySample: N): void;
  addWeightedSumBackward(
    batch: N,
    ticks: N,
    width: N,
    x: N,
    dx: N,
    row: N,
    sample: N,
    weights: N,
    dScores: N,
    dy: N,
    ySample: N,
  ): void;
  addDotScoresBackward(
    batch: N,
    ticks: N,
    width: N,
    x: N,
    dx: N,
    row: N,
    sample: N,
    scale: N,
    dScores: N,
    dQuery: N,
  ): void;
  additiveScoresBackward(
    batch: N,
    ticks: N,
    width: N,
    hidden: N,
    row: N,
    sample: N,
    v: N,
    dv: N,
    dScores: N,
  ): void;
  reweight(batch: N, ticks: N, width: N, x: N, row: N, sample: N, weights: N, y: N): void;
  reweightBackward(
    batch: N,
    ticks: N,
    width: N,
    x: N,
    dx: N,
    row: N,
    sample: N,
    weights: N,
    dScores: N,
    dy: N,
  ): void;
  tanhRows(rows: N, width: N, x: N, stride: N): void;
  tanhBackward(rows: N, width: N, y: N, dy: N, stride: N): void;
  reluBackward(rows: N, width: N, y: N, dy: N, stride: N): void;
  multiply(count: N, source: N, mask: N, target: N): void;
  dropoutMask(count: N, rate: N, seed: N, mask: N): void;
  loss(
    batch: N,
    outputs: N,
    prediction: N,
    stride: N,
    target: N,
    weights: N,
    kind: N,
    beta: N,
    gradient: N,
  ): N;
  sumOfSquares(count: N, x: N): N;
  adam(
    count: N,
    weights: N,
    gradients: N,
    first: N,
    second: N,
    clip: N,
    rate: N,
    root: N,
    beta1: N,
    beta2: N,
    epsilon: N,
    decay: N,
  ): void;
  clear(at: N, bytes: N): void;
}

/** Flags of `batchedProduct`. */
export const ACCUMULATE = 1;
export const RELU = 2;

/** `(func (param v128 v128 v128) (result v128) f32x4.relaxed_madd)`: valid only where relaxed SIMD is. */
const RELAXED_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7b, 0x7b, 0x7b, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfd, 0x85, 0x02, 0x0b],
);

export function bestKernelBuild(): KernelBuild {
  return WebAssembly.validate(RELAXED_PROBE) ? 'relaxed' : 'simd';
}

// Written out, because bundlers find such files by the literal form.
const urls: Record<KernelBuild, () => URL> = {
  simd: () => new URL('./build/simd.wasm', import.meta.url),
  relaxed: () => new URL('./build/relaxed.wasm', import.meta.url),
};

const modules = new Map<KernelBuild, Promise<WebAssembly.Module>>();

/** A fresh instance with its own memory; the module is compiled once. Rejects where the engine lacks (relaxed) SIMD. */
export async function instantiateKernels(build: KernelBuild): Promise<Kernels> {
  if (build === 'relaxed' && bestKernelBuild() !== 'relaxed') throw new Error('no relaxed SIMD');
  let module = modules.get(build);
  if (module === undefined) {
    module = compile(urls[build]());
    modules.set(build, module);
    module.catch(() => modules.delete(build));
  }
  const instance = await WebAssembly.instantiate(await module, { env: { abort: aborted } });
  return instance.exports as unknown as Kernels;
}

function aborted(): never {
  throw new Error('kernel aborted');
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readBytes(url));
}

async function readBytes(url: URL): Promise<BufferSource> {
  if (url.protocol === 'file:') {
    const fs = globalThis.process.getBuiltinModule('node:fs/promises');
    return new Uint8Array(await fs.readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return response.arrayBuffer();
}
