import { type MakeForecastPeer, timeForecasts } from '../../forecast/runtime/bench/forecasts';
import { timeInRounds } from '../../forecast/runtime/bench/rounds';
import { STEP_PEERS, type StepPeer } from '../../forecast/runtime/bench/training-steps';
import { chooseFor } from '../../forecast/runtime/choice';
import { startTraining } from '../../forecast/runtime/training/start-in-browser';
import { rendererName } from '../../forecast/runtime/bench/webgl-use';
import type { BenchAnswers, BenchReply, BenchRequest, StepOutcome } from './messages';

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
    case 'choice':
      return choose(request);
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

async function choose({
  job,
  spec,
  weights,
}: Extract<BenchRequest, { kind: 'choice' }>): Promise<Record<string, number | string>> {
  if (job === 'training')
    return (await chooseFor('training', spec, weights, { start: startTraining })).measured;
  const { executor, measured } = await chooseFor('batch', spec, weights);
  executor.dispose();
  return measured;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
