import type { BrowserContext, CDPSession } from 'playwright-core';
import { anonymousBytes, childrenOf } from './process-memory';

/** What is alive after the collector has run, bytes. */
export interface LiveMemory {
  /** JavaScript objects, by thread: `page`, or the name of the worker's script. */
  readonly heap: Readonly<Record<string, number>>;
  /** Array buffers, by thread. */
  readonly buffers: Readonly<Record<string, number>>;
  /** Own memory of the page's processes: what the threads hold, what they have let go and not given back, and the browser's part. */
  readonly process: number;
}

interface Target {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

/** What JavaScript holds: objects and array buffers of all threads, bytes. */
export function held({ heap, buffers }: LiveMemory): number {
  return [...Object.values(heap), ...Object.values(buffers)].reduce((a, b) => a + b, 0);
}

/** Memory of a page and its workers as the browser's own tools see it: collected first, so that only what is held counts. */
export class PageMemory {
  readonly #session: CDPSession;
  readonly #origin: string;
  readonly #sessions = new Map<string, string>();
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #next = 1;

  private constructor(session: CDPSession, origin: string) {
    this.#session = session;
    this.#origin = origin;
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
      if (id !== undefined) this.#waiting.get(id)?.(result);
      if (id !== undefined) this.#waiting.delete(id);
    });
  }

  /** Pages of this origin, with all their workers. */
  static async of(context: BrowserContext, origin: string): Promise<PageMemory> {
    const browser = context.browser();
    if (browser === null) throw new Error('the browser cannot be asked');
    return new PageMemory(await browser.newBrowserCDPSession(), origin);
  }

  /** Twice: what the first collection finalises the second one frees. */
  async collected(): Promise<LiveMemory> {
    const targets = await this.#targets();
    for (let i = 0; i < 2; i++)
      await Promise.all(targets.map((t) => this.#ask(t, 'HeapProfiler.collectGarbage')));
    const heap: Record<string, number> = {};
    const buffers: Record<string, number> = {};
    for (const target of targets) {
      const usage = (await this.#ask(target, 'Runtime.getHeapUsage')) as {
        usedSize: number;
        backingStorageSize: number;
      };
      const name = nameOf(target);
      heap[name] = (heap[name] ?? 0) + usage.usedSize;
      buffers[name] = (buffers[name] ?? 0) + usage.backingStorageSize;
    }
    const pids = childrenOf(process.pid, '--type=renderer');
    return { heap, buffers, process: pids.reduce((sum, pid) => sum + anonymousBytes(pid), 0) };
  }

  async #targets(): Promise<Target[]> {
    const { targetInfos } = await this.#session.send('Target.getTargets', { filter: [{}] });
    return targetInfos.filter(
      ({ type, url }) => (type === 'page' || type === 'worker') && url.startsWith(`${this.#origin}/`),
    );
  }

  async #ask({ targetId }: Target, method: string): Promise<unknown> {
    let sessionId = this.#sessions.get(targetId);
    if (sessionId === undefined) {
      ({ sessionId } = await this.#session.send('Target.attachToTarget', { targetId, flatten: false }));
      this.#sessions.set(targetId, sessionId);
    }
    const id = this.#next++;
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    await this.#session.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method }),
    });
    return answer;
  }
}

/** `worker-C0vK34dh.js` is a name of one build. */
function nameOf({ type, url }: Target): string {
  return type === 'page' ? 'page' : new URL(url).pathname.replace(/^.*\/|-[\w-]{8}\.js$/g, '');
}
