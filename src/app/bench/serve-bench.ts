import { type MakeForecastPeer, timeForecasts } from '../../forecast/runtime/bench/forecasts';
import { timeInRounds } from '../../forecast/runtime/bench/rounds';
import { STEP_PEERS, type StepPeer } from '../../forecast/runtime/bench/training-steps';
import { rendererName } from '../../forecast/runtime/bench/webgl-draws';
import { probeOf } from '../../forecast/runtime/probe';
import type { BenchAnswers, BenchReply, BenchRequest, EnduranceOutcome, StepOutcome } from './messages';

type Peers = Readonly<Record<string, MakeForecastPeer>>;

/** Answers the bench's requests in this worker: where the live pipeline forecasts, too. */
export function serveBench(peers: Peers): void {
  addEventListener('message', ({ data }: MessageEvent<BenchRequest>) => {
    answer(peers, data).then(
      (value) => postMessage({ value } satisfies BenchReply),
      (error: unknown) => postMessage({ error: reasonOf(error) } satisfies BenchReply),
    );
  });
}

async function answer(peers: Peers, request: BenchRequest): Promise<BenchAnswers[BenchRequest['kind']]> {
  switch (request.kind) {
    case 'renderer':
      return rendererName();
    case 'forecasts': {
      const named = Object.entries(peers).filter(([name]) => request.peers?.includes(name) ?? true);
      return timeForecasts(request.spec, request.weights, Object.fromEntries(named), request.batch, request);
    }
    case 'steps':
      return timeSteps(request);
    case 'endurance':
      return endure(peers[request.peer], request);
  }
}

async function timeSteps({
  spec,
  weights,
  batch,
  rounds,
  roundMs,
}: Extract<BenchRequest, { kind: 'steps' }>): Promise<Record<string, StepOutcome>> {
  const outcomes: Record<string, StepOutcome> = {};
  const made: Record<string, StepPeer> = {};
  for (const [name, make] of Object.entries(STEP_PEERS)) {
    try {
      const peer = await make(spec, weights, batch);
      made[name] = peer;
      // The first steps compile.
      for (let i = 0; i < 2; i++) await peer.run();
    } catch (error) {
      made[name]?.dispose();
      delete made[name];
      outcomes[name] = { reason: reasonOf(error) };
    }
  }
  Object.assign(outcomes, await timeInRounds(made, { rounds, roundMs }));
  for (const peer of Object.values(made)) peer.dispose();
  return outcomes;
}

const SETTLE_FORECASTS = 500;

async function endure(
  make: MakeForecastPeer,
  { spec, weights, forecasts }: Extract<BenchRequest, { kind: 'endurance' }>,
): Promise<EnduranceOutcome> {
  const { heldByTfjs } = await import('../../forecast/runtime/peers/stock-trainer');
  const { batch, sequence, context, out } = probeOf(spec, 1);
  const peer = await make(spec, weights, 1);
  const many = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const pending = peer.run(batch, sequence, context, out);
      if (pending !== undefined) await pending;
    }
  };
  await many(SETTLE_FORECASTS);
  const before = { ...heldByTfjs(), heap: usedHeap() };
  await many(forecasts);
  const after = { ...heldByTfjs(), heap: usedHeap() };
  peer.dispose();
  return {
    forecasts,
    tensors: [before.tensors, after.tensors],
    textureBytes: [before.textureBytes, after.textureBytes],
    heapBytes: before.heap === null || after.heap === null ? null : [before.heap, after.heap],
  };
}

/** Bytes, after a collection where the browser lets us ask for one; null where it does not tell. */
function usedHeap(): number | null {
  const { gc, performance } = globalThis as typeof globalThis & {
    gc?: () => void;
    performance: { memory?: { usedJSHeapSize: number } };
  };
  gc?.();
  return performance.memory?.usedJSHeapSize ?? null;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
