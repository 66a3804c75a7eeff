import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AdaptReport, AdaptRequest } from '../../adapt/worker/protocol';
import type { AdaptWorker } from '../../adapt/worker/spawn';
import { AdaptRunner, type RunListener } from './adapt-runner';

class ScriptedWorker implements AdaptWorker {
  readonly posted: AdaptRequest[] = [];
  ended = false;
  onReport: (report: AdaptReport) => void = () => undefined;
  onDeath: (reason: string) => void = () => undefined;
  post(request: AdaptRequest): void {
    this.posted.push(request);
  }
  end(): void {
    this.ended = true;
  }
}

const progress: AdaptReport = { type: 'progress', stage: 'training', share: 0.4 };
const made = { type: 'made', personal: {}, peers: null } as unknown as AdaptReport;

function setUp(silenceMs?: number) {
  const workers: ScriptedWorker[] = [];
  const runner = new AdaptRunner(() => {
    const worker = new ScriptedWorker();
    workers.push(worker);
    return worker;
  }, silenceMs);
  const heard: string[] = [];
  const listener: RunListener = {
    report: (report) => heard.push(report.type),
    restarted: () => heard.push('restarted'),
    failed: (code, detail) => heard.push(`${code}: ${detail}`),
  };
  const request = {} as AdaptRequest;
  return { runner, workers, heard, listener, request };
}

describe('AdaptRunner', () => {
  afterEach(() => void vi.useRealTimers());

  it('begins again once when its worker dies, and then gives up', () => {
    const { runner, workers, heard, listener, request } = setUp();
    runner.start(request, listener);
    workers[0].onReport(progress);
    workers[0].onDeath('out of memory');
    expect(workers[0].ended).toBe(true);
    expect(workers[1].posted).toEqual([request]);
    workers[1].onDeath('out of memory');
    expect(heard).toEqual(['progress', 'restarted', 'worker_died: out of memory']);
    expect(workers).toHaveLength(2);
    expect(runner.busy).toBe(false);
  });

  it('takes a silent worker for dead, not one that goes on saying where it is', () => {
    vi.useFakeTimers();
    const { runner, workers, heard, listener, request } = setUp(1000);
    runner.start(request, listener);
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(900);
      workers[0].onReport(progress);
    }
    expect(workers).toHaveLength(1);
    vi.advanceTimersByTime(1100);
    expect(heard.at(-1)).toBe('restarted');
    workers[1].onReport(made);
    vi.advanceTimersByTime(10_000);
    expect(workers).toHaveLength(2);
    expect(heard.at(-1)).toBe('made');
  });

  it('ends the worker at once when stopped, and hears no more of it', () => {
    const { runner, workers, heard, listener, request } = setUp();
    runner.start(request, listener);
    runner.stop();
    expect(workers[0].ended).toBe(true);
    workers[0].onReport(progress);
    workers[0].onDeath('late');
    expect(heard).toEqual([]);
    expect(runner.busy).toBe(false);
  });

  it('keeps a finished worker for the next run, and stops one that is still at work', () => {
    const { runner, workers, listener, request } = setUp();
    runner.start(request, listener);
    workers[0].onReport(made);
    runner.start(request, listener);
    expect(workers).toHaveLength(1);
    expect(workers[0].posted).toHaveLength(2);
    runner.start(request, listener);
    expect(workers).toHaveLength(2);
    expect(workers[0].ended).toBe(true);
  });

  it('fails with the reason where no worker can be had, or the work fails in it', () => {
    const { heard, listener, request } = setUp();
    const none = new AdaptRunner(() => {
      throw new Error('Worker is not defined');
    });
    none.start(request, listener);
    expect(heard).toEqual(['internal: Worker is not defined']);
    const { runner, workers, heard: other, listener: second } = setUp();
    runner.start(request, second);
    workers[0].onReport({ type: 'failed', detail: 'no windows to learn from' });
    expect(other).toEqual(['internal: no windows to learn from']);
    expect(runner.busy).toBe(false);
  });
});
