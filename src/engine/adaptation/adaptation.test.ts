import { describe, expect, it } from 'vitest';
import type { AdaptWorker } from '../../adapt/worker/spawn';
import { SHOWN_HORIZONS_MS } from '../../forecast/forecaster';
import type { AdaptationState, Comparison, PersonalDraft } from '../adapt-protocol';
import { inProcessWorker } from '../testing/in-process-worker';
import { startBench, WALK_FROM_S } from '../testing/live-bench';

type Bench = Awaited<ReturnType<typeof startBench>>;
const ENOUGH_S = WALK_FROM_S + 11;
/** Whole adaptations, on machines that do other things too. */
const TIME_LIMIT_MS = 240_000;

const phase = <P extends AdaptationState['phase']>(b: Bench, wanted: P) =>
  b
    .next('adaptation', (e) => e.state.phase === wanted)
    .then((e) => e.state as Extract<AdaptationState, { phase: P }>);

async function walked(spawn: () => AdaptWorker = inProcessWorker): Promise<Bench> {
  const b = await startBench(spawn);
  await b.walkTo(ENOUGH_S);
  return b;
}

async function compared(b: Bench, strides = 5): Promise<Comparison> {
  const done = phase(b, 'compare');
  b.adaptation.handle({ type: 'adapt', action: 'start', strides });
  return (await done).comparison;
}

async function accepted(b: Bench, choice: string): Promise<PersonalDraft> {
  const made = b.next('personal');
  b.adaptation.handle({ type: 'adapt', action: 'accept', choice });
  return (await made).draft;
}

const forecasters = (b: Bench, joint: string) =>
  b.pipeline
    .scores()
    .rows.filter((r) => r.joint === joint)
    .map((r) => r.forecaster);

function score(b: Bench, forecaster: string, ms: number) {
  const row = b.pipeline
    .scores()
    .rows.find((r) => r.joint === 'knee_angle_r' && r.forecaster === forecaster)!;
  return row.total[SHOWN_HORIZONS_MS.indexOf(ms as 100)];
}

describe('learning from strides, beside the live pipeline', () => {
  it(
    'goes from strides to a comparison, to a personal model on one leg, and back',
    async () => {
      const b = await walked();
      const comparison = await compared(b);
      expect(comparison).toMatchObject({ trainingStrides: 3, keptBackStrides: 2, decision: 'accept' });
      expect(comparison.rows.map((r) => r.ms)).toEqual([...SHOWN_HORIZONS_MS]);
      const row = comparison.rows[3];
      expect(Object.keys(row.peers)).toEqual(expect.arrayContaining(['persistence', 'line', 'ridge', 'knn']));
      // What is drawn is what the row says.
      const over = comparison.overCycle.find((o) => o.ms === 100)!;
      expect(mean(over.before) / row.before).toBeCloseTo(1, 1);
      expect(mean(over.after) / row.after).toBeCloseTo(1, 1);
      const examples = comparison.examples.filter((e) => e.ms === 100);
      expect(examples).toHaveLength(2);
      for (const { measured, before, after, strideId } of examples) {
        expect(strideId).toBeGreaterThan(0);
        expect(mean(before.map((v, i) => Math.abs(v - measured[i]))) / row.before).toBeCloseTo(1, 0);
        expect(after.every((v) => Number.isFinite(v))).toBe(true);
      }

      const draft = await accepted(b, 'network');
      expect(b.adaptation.active).toEqual({ id: null, label: '', side: 'r', kind: 'network' });
      expect(draft).toMatchObject({ modelId: 'knee', side: 'r', parentId: null, continuous: false });
      expect(draft.trainingStrides).toHaveLength(3);

      const made = b.pipeline.forecasts;
      await b.walkTo(ENOUGH_S + 5);
      expect(b.pipeline.forecasts - made).toBeGreaterThan(450);
      expect(b.pipeline.missed + b.pipeline.skipped).toBe(0);
      expect(forecasters(b, 'knee_angle_r')).toEqual(['personal', 'knee', 'persistence', 'line', 'ridge']);
      expect(forecasters(b, 'knee_angle_l')).toEqual(['knee', 'persistence', 'line', 'ridge']);
      expect(score(b, 'personal', 200).n).toBe(score(b, 'knee', 200).n);
      // Better where the gate lets it speak, the base model where it does not.
      const changes = comparison.rows.map(({ ms, use }) => ({
        use,
        change: Math.log(score(b, 'personal', ms).mae / score(b, 'knee', ms).mae),
      }));
      const used = changes.filter((c) => c.use);
      expect(used.length).toBeGreaterThan(2);
      expect(used.reduce((sum, c) => sum + c.change, 0) / used.length).toBeLessThan(-0.02);
      for (const { use, change } of changes) if (!use) expect(change).toBeCloseTo(0, 4);
      expect(score(b, 'personal', 100).coverage).toBeGreaterThan(0.75);

      // Kept, it has a name; what runs is not made anew.
      const before = score(b, 'personal', 100).n;
      b.adaptation.handle({
        type: 'usePersonal',
        personal: { id: 'p1', label: '1', draft: structuredClone(draft) },
      });
      expect(b.adaptation.active).toMatchObject({ id: 'p1', label: '1' });
      expect(score(b, 'personal', 100).n).toBe(before);

      b.adaptation.handle({ type: 'usePersonal', personal: null });
      expect(b.adaptation.active).toBeNull();
      expect(forecasters(b, 'knee_angle_r')).toEqual(['knee', 'persistence', 'line', 'ridge']);
      expect(b.events.filter((e) => e.type === 'activePersonal').map((e) => e.active?.id)).toEqual([
        undefined,
        null,
        'p1',
        undefined,
      ]);
    },
    TIME_LIMIT_MS,
  );

  it(
    'runs a classical forecaster in the place of the network, takes it back from its bytes, and refuses what does not fit',
    async () => {
      const b = await walked();
      await compared(b);
      const draft = await accepted(b, 'random_features_knn');
      expect(draft).toMatchObject({
        kind: 'peer',
        peerId: 'random_features_knn',
        method: 'random_features_knn',
      });
      await b.walkTo(ENOUGH_S + 4);
      expect(forecasters(b, 'knee_angle_r').slice(0, 2)).toEqual(['random_features_knn', 'knee']);
      expect(score(b, 'random_features_knn', 100).coverage).toBeGreaterThan(0.6);

      b.adaptation.handle({ type: 'usePersonal', personal: null });
      const again = b.next('activePersonal', (e) => e.active?.id === 'p2');
      b.adaptation.handle({ type: 'usePersonal', personal: { id: 'p2', label: 'knn', draft } });
      expect((await again).active).toEqual({ id: 'p2', label: 'knn', side: 'r', kind: 'peer' });

      const refused = async (change: Partial<PersonalDraft>) => {
        const event = b.next('personalRefused');
        b.adaptation.handle({
          type: 'usePersonal',
          personal: { id: 'x', label: '', draft: { ...draft, ...change } },
        });
        return (await event).code;
      };
      expect(await refused({ baseSha256: '0'.repeat(64) })).toBe('other_base');
      expect(await refused({ channels: ['knee_angle_r', 'clavicle_elevation_r'] })).toBe('other_channels');
      expect(await refused({ rate: 50 })).toBe('other_channels');
      expect(await refused({ bytes: draft.bytes.subarray(0, 5000) })).toBe('damaged');
      expect(await refused({ bytes: draft.bytes.subarray(0, 0) })).toBe('damaged');
      expect(await refused({ kind: 'network' })).toBe('damaged');
      expect(forecasters(b, 'knee_angle_r')[0]).toBe('random_features_knn');
    },
    TIME_LIMIT_MS,
  );

  it(
    'gives every tick its forecast, to the last bit as without, while it adapts and when that is thrown away',
    async () => {
      const walk = async (adapting: boolean) => {
        const b = await walked();
        if (adapting) b.adaptation.handle({ type: 'adapt', action: 'start', strides: 5 });
        await b.walkTo(ENOUGH_S + 6);
        if (adapting) {
          expect(b.events.some((e) => e.type === 'adaptation' && e.state.phase === 'running')).toBe(true);
          if (b.adaptation.busy) b.adaptation.handle({ type: 'adapt', action: 'cancel' });
        }
        return b;
      };
      const plain = await walk(false);
      const busy = await walk(true);
      expect(busy.pipeline.missed).toBe(0);
      expect(busy.shown.get('r')!.length).toBeGreaterThan(650);
      for (const side of ['r', 'l'] as const) expect(busy.shown.get(side)).toEqual(plain.shown.get(side));
      expect(busy.pipeline.scores()).toEqual(plain.pipeline.scores());
    },
    TIME_LIMIT_MS,
  );

  it(
    'is cancelled at once, and can be begun again',
    async () => {
      const workers: ReturnType<typeof inProcessWorker>[] = [];
      const b = await walked(() => {
        workers.push(inProcessWorker());
        return workers[workers.length - 1];
      });
      const training = b.next('adaptation', (e) => e.state.phase === 'running' && e.state.losses.length > 1);
      b.adaptation.handle({ type: 'adapt', action: 'start', strides: 5 });
      const { state } = await training;
      expect(state).toMatchObject({ stage: 'training', trainingStrides: 3, keptBackStrides: 2, restarts: 0 });
      b.adaptation.handle({ type: 'adapt', action: 'cancel' });
      expect(workers[0].ended).toBe(true);
      const told = b.events.length;
      expect(b.events[told - 1]).toEqual({ type: 'adaptation', state: { phase: 'cancelled' } });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(b.events.length).toBe(told);
      const comparing = phase(b, 'compare');
      b.adaptation.handle({ type: 'adapt', action: 'start', strides: 5 });
      await comparing;
      b.adaptation.handle({ type: 'adapt', action: 'keep' });
      expect(b.events.at(-1)).toEqual({ type: 'adaptation', state: { phase: 'idle' } });
      expect(b.adaptation.active).toBeNull();
    },
    TIME_LIMIT_MS,
  );

  it(
    'survives the death of its worker: begins again, and comes to the same verdict',
    async () => {
      let mortal = true;
      const spawn = () => {
        const worker = inProcessWorker();
        if (!mortal) return worker;
        mortal = false;
        const die = setInterval(() => {
          if (worker.requests.length === 0) return;
          clearInterval(die);
          worker.ended = true;
          worker.onDeath('out of memory');
        }, 50);
        return worker;
      };
      const b = await walked(spawn);
      const died = await compared(b);
      const restarts = b.events.flatMap((e) =>
        e.type === 'adaptation' && e.state.phase === 'running' ? [e.state.restarts] : [],
      );
      expect(restarts.at(-1)).toBe(1);
      b.adaptation.handle({ type: 'adapt', action: 'keep' });
      const whole = await compared(b);
      expect(whole.rows).toEqual(died.rows);
    },
    TIME_LIMIT_MS,
  );

  it(
    'goes on learning between strides where that is wanted: by itself, from the newest, over what runs',
    async () => {
      const workers: ReturnType<typeof inProcessWorker>[] = [];
      const b = await startBench(() => {
        workers.push(inProcessWorker());
        return workers[workers.length - 1];
      });
      const requests = () => workers.flatMap((w) => w.requests);
      await b.walkTo(WALK_FROM_S + 7);
      await compared(b, 3);
      const draft = await accepted(b, 'network');
      b.adaptation.handle({ type: 'usePersonal', personal: { id: 'p1', label: '1', draft } });
      // Off unless asked for.
      await b.walkTo(WALK_FROM_S + 19);
      expect(requests()).toHaveLength(1);
      b.adaptation.handle({ type: 'continuous', on: true });
      const again = b.next('personal');
      await b.walkTo(WALK_FROM_S + 34);
      const quiet = requests()[1];
      expect(requests()).toHaveLength(2);
      expect(quiet).toMatchObject({ quiet: true, running: { version: 2, memory: true } });
      expect(quiet.set.strides).toHaveLength(12);
      const { draft: next } = await again;
      expect(next).toMatchObject({
        continuous: true,
        parentId: 'p1',
        method: 'closed_form',
        decision: 'accept',
      });
      expect(next.keptBackStrides[0].startTick).toBeGreaterThan(draft.keptBackStrides.at(-1)!.endTick);
      expect(b.adaptation.active).toMatchObject({ id: null, side: 'r', kind: 'network' });
      expect(b.pipeline.missed).toBe(0);
    },
    TIME_LIMIT_MS,
  );

  it(
    'refuses with the reason where there is too little, and learns from the leg that is looked at',
    async () => {
      const b = await startBench(inProcessWorker);
      await b.walkTo(4);
      const refused = phase(b, 'refused');
      b.adaptation.handle({ type: 'adapt', action: 'start', strides: 5 });
      expect((await refused).refusals.map((r) => r.code)).toContain('too_few_strides');
      await b.walkTo(ENOUGH_S);
      b.lookAt('l');
      const list = b.events.findLast((e) => e.type === 'strides')!.list;
      expect(list.side).toBe('l');
      expect(list.ready).toBeGreaterThan(3);
      await compared(b);
      const draft = await accepted(b, 'network');
      expect(draft.side).toBe('l');
      await b.walkTo(ENOUGH_S + 2);
      expect(forecasters(b, 'knee_angle_l')[0]).toBe('personal');
      expect(forecasters(b, 'knee_angle_r')[0]).toBe('knee');
    },
    TIME_LIMIT_MS,
  );
});

function mean(values: Float32Array): number {
  const known = values.filter((v) => Number.isFinite(v));
  return known.reduce((sum, v) => sum + v, 0) / known.length;
}
