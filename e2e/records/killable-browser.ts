import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/ensure-browser';
import { childrenOf } from '../harness/process-memory';
import { until } from '../harness/until';

const ARGS = [
  '--headless=new',
  '--remote-debugging-port=0',
  '--no-sandbox',
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--window-size=1366,850',
];

/** What is killed: the browser with all its processes, or the page's process alone, as a crash of it would. */
export type Victim = 'browser' | 'renderer';

/** A Chromium whose profile outlives it: it is killed, started again, and finds what was there. */
export class KillableBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'stridecast-kill-'));
  #process: ChildProcess | null = null;
  #browser: Browser | null = null;

  async start(): Promise<Page> {
    const executable = findBrowser();
    if (executable === null) throw new Error('no browser: run `npm run e2e`, which finds or installs one');
    rmSync(join(this.#profile, 'DevToolsActivePort'), { force: true });
    const child = spawn(executable, [...ARGS, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: 'ignore',
      detached: true,
    });
    this.#process = child;
    const port = await until('the browser listens', () => this.#debuggingPort(), 30_000);
    this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [context] = this.#browser.contexts();
    return context.pages()[0] ?? context.newPage();
  }

  /** SIGKILL. Returns when it was sent, ms since the epoch; then waits until the victim is gone. */
  async kill(victim: Victim): Promise<number> {
    const root = this.#process!.pid!;
    const victims = victim === 'browser' ? [root] : childrenOf(root, '--type=renderer');
    const at = Date.now();
    if (victim === 'browser') killGroup(root);
    else for (const pid of victims) process.kill(pid, 'SIGKILL');
    await until('it is gone', () => victims.every((pid) => !isAlive(pid)), 10_000);
    // A killed page leaves a browser without it: it is closed, so that the start is the same.
    if (victim === 'renderer') await this.stop();
    await this.#browser?.close().catch(() => undefined);
    return at;
  }

  /** The usual end. */
  async stop(): Promise<void> {
    const pid = this.#process?.pid;
    await this.#browser?.close().catch(() => undefined);
    if (pid === undefined || !isAlive(pid)) return;
    process.kill(pid, 'SIGTERM');
    for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(50);
    killGroup(pid);
  }

  async dispose(): Promise<void> {
    await this.stop();
    // The last of its processes may still be writing.
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  #debuggingPort(): string | undefined {
    try {
      return readFileSync(join(this.#profile, 'DevToolsActivePort'), 'utf8').split('\n')[0];
    } catch {
      return undefined;
    }
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left of it.
  }
}

function isAlive(pid: number): boolean {
  try {
    // A zombie waits for its parent only.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
