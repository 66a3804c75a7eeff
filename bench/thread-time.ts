import type { CDPSession, Page } from 'playwright-core';

/** Tasks of a thread: what they took by the wall's clock, and what the processor spent on them. */
export interface TaskTimes {
  readonly tasks: number;
  readonly wallP99Ms: number;
  readonly cpuP99Ms: number;
}

/** Of the browser's trace, what is read here: durations in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** On the thread's own clock, which stands still while another thread has the core. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * The tasks of the page's workers during `whileMs`, by the browser's own trace. A difference between wall and processor
 * is time in which the thread wanted to go on and was not let.
 */
export async function workerTasks(page: Page, whileMs: () => Promise<void>): Promise<TaskTimes> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['toplevel', '__metadata'],
      excludedCategories: ['*'],
    },
  });
  await whileMs();
  await ended(session);
  await session.detach();
  return timesOf(events);
}

async function ended(session: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
}

function timesOf(events: readonly TraceEvent[]): TaskTimes {
  const workers = new Set(
    events
      .filter((e) => e.name === 'thread_name' && e.args?.name?.startsWith('DedicatedWorker'))
      .map((e) => `${e.pid} ${e.tid}`),
  );
  const tasks = events.filter(
    (e) =>
      e.ph === 'X' &&
      e.name === 'ThreadControllerImpl::RunTask' &&
      e.tdur !== undefined &&
      workers.has(`${e.pid} ${e.tid}`),
  );
  if (tasks.length === 0) throw new Error('the trace has no task of a worker');
  const p99 = (times: number[]): number =>
    times.toSorted((a, b) => a - b)[Math.floor(0.99 * times.length)] / 1000;
  return {
    tasks: tasks.length,
    wallP99Ms: p99(tasks.map((e) => e.dur ?? 0)),
    cpuP99Ms: p99(tasks.map((e) => e.tdur ?? 0)),
  };
}
