import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { studySchema } from '../../src/forecast/evidence/study';
import type { TrialErrors } from './errors';
import { baselineName, jobsOf, settingName, settings } from './jobs';
import { SynergyReport } from './report';
import { type BaselineResult, type JobResult, ResultStore } from './results';
import { jobName } from './run-jobs';

const dir = mkdtempSync(join(tmpdir(), 'synergy-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Every window of one person is off by `error` deg at the knee, by twice that at the ankle. */
const trials = (error: number, joints: number, person = 'cmu:35'): TrialErrors[] => [
  {
    person,
    trial: `${person}_01`,
    clippedKnee: false,
    n: 10,
    squared: Array.from({ length: joints }, (_, j) => [1, 2, 3].map((h) => 10 * (error * h * (j + 1)) ** 2)),
    absolute: Array.from({ length: joints }, (_, j) => [1, 2, 3].map((h) => 10 * error * h * (j + 1))),
  },
];

const SIZE = { cnn: 1.4, lstm: 1.2, cnn_lstm: 1.3, attention_before: 1, attention_after: 0.8 } as const;
const joints = (inputs: unknown) => (typeof inputs === 'string' ? 2 : 1);

/** Results of `seeds` seeds; a seed moves every error by a little. */
function filled(name: string, seeds: number): ResultStore {
  const store = new ResultStore(join(dir, name), 'key');
  for (const job of jobsOf(seeds)) {
    const { network, inputs } = job.setting;
    store.write(jobName(job), {
      trials: trials(SIZE[network] + 0.001 * job.seed, joints(inputs), `cmu:${job.fold}`),
      curve: [
        [100, 0.5, 0.6],
        [200, 0.1, 0.3],
      ],
      parameters: 10,
      windows: { training: 100, test: 10 },
    } satisfies JobResult);
  }
  for (const setting of settings())
    store.write(baselineName(setting), {
      persistence: trials(9, joints(setting.inputs)),
      line: trials(5, joints(setting.inputs)),
      ridge: trials(1, joints(setting.inputs)),
      ridge_chosen: [],
    } satisfies BaselineResult);
  return store;
}

describe('the study as tables', () => {
  const study = studySchema.parse({
    version: 1,
    generated: '2026-01-01',
    ...new SynergyReport(filled('whole', 5), 5).study(),
  });
  const table = (id: string) => study.tables.find((t) => t.id === id)!;

  it('holds every network and baseline on every input set, mean and SD over five seeds', () => {
    const { rows, columns } = table('knee-people-out-causal');
    expect(rows).toHaveLength(3 * 4 + 1 + 3 * 3);
    const row = rows.find((r) => r[0] === 'attention_after' && r[1] === 'legs_arms')!;
    expect(columns[2].text).toBe('RMSE 50 ms');
    expect(row[2]).toBeCloseTo(0.803, 6);
    expect(row[3]).toBeCloseTo(0.00158, 4);
    expect(row[4]).toBeCloseTo(2 * 0.803, 6);
    expect(row.at(-1)).toBe(5);
    const ankle = table('ankle-people-out-causal').rows.find((r) => r[0] === 'ridge')!;
    expect(ankle[2]).toBeCloseTo(2, 6);
    expect(table('knee-people-out-causal').notes[0].text).toContain('4 people');
  });

  it('says where the paper holds and where it does not', () => {
    const verdict = (code: string) =>
      table('ranking')
        .rows.find((r) => r[0] === code && r[1] === 'people_out_causal')!
        .slice(2);
    // LSTM below CNN, attention below CNN-LSTM; CNN-LSTM above LSTM; both legs equal to one.
    expect(verdict('synergy_claim_lstm').slice(0, 3)).toEqual([18, 0, 0]);
    expect(verdict('synergy_claim_attention').slice(0, 3)).toEqual([18, 0, 0]);
    expect(verdict('synergy_claim_cnn_lstm').slice(0, 3)).toEqual([0, 0, 18]);
    expect(verdict('synergy_claim_both_legs').slice(0, 3)).toEqual([0, 24, 0]);
    expect(verdict('synergy_claim_after').slice(0, 3)).toEqual([6, 0, 0]);
    expect(study.findings[0].values).toMatchObject({ winner: 'CNN-LSTM-A', below: 20 });
  });

  it('keeps loss curves of training and test', () => {
    expect(study.curves.map((c) => c.id)).toEqual(['training-loss', 'test-loss']);
    expect(study.curves[1].series.find((s) => s.name === 'cnn')!.points).toEqual([
      [100, 0.6],
      [200, 0.3],
    ]);
  });

  it('a code always has the same text where it has no values', () => {
    const texts = new Map<string, string>();
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) node.forEach(visit);
      else if (node !== null && typeof node === 'object') {
        const { code, text, values } = node as { code?: string; text?: string; values?: unknown };
        if (code !== undefined && text !== undefined && values === undefined) {
          expect(texts.get(code) ?? text).toBe(text);
          texts.set(code, text);
        }
        Object.values(node).forEach(visit);
      }
    };
    visit(study);
    expect(texts.size).toBeGreaterThan(20);
  });

  it('leaves out what is not done, and a seed that lacks a fold', () => {
    const store = filled('part', 1);
    const [first] = jobsOf(2).filter((j) => j.seed === 2);
    store.write(jobName(first), {
      trials: trials(99, 2),
      curve: [],
      parameters: 1,
      windows: { training: 1, test: 1 },
    });
    const part = studySchema.parse({
      version: 1,
      generated: '2026-01-01',
      ...new SynergyReport(store, 2).study(),
    });
    const { rows } = part.tables.find((t) => t.id === 'knee-people-out-causal')!;
    const row = rows.find((r) => r[0] === first.setting.network && r[1] === first.setting.inputs)!;
    expect(row.at(-1)).toBe(1);
    expect(row[3]).toBeNull();
  });
});

describe('result store', () => {
  it('finds what was made under the same key only', () => {
    const store = new ResultStore(join(dir, 'keys'), 'a');
    store.write('x', { n: 1 });
    expect(store.read('x')).toEqual({ n: 1 });
    expect(new ResultStore(join(dir, 'keys'), 'b').read('x')).toBeUndefined();
    expect(store.read('y')).toBeUndefined();
  });

  it('has a name of its own for every job', () => {
    const names = jobsOf(2).map(jobName);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(settings().map(settingName)).size).toBe(settings().length);
  });
});
