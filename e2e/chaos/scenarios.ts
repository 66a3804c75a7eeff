import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import { DEVICE_BUFFER, RecordingDevice } from '../devices/recording-device';
import { childrenOf } from '../harness/process-memory';
import { LivePage } from '../harness/live-page';
import { until } from '../harness/until';
import type { Scenario, Scene } from './scenario';

const WITHIN_MS = 60_000;

const cdp = ({ bench }: Scene): Promise<CDPSession> => bench.page.context().newCDPSession(bench.page);

/** An exception that nobody catches, in the worker with this name in its address. */
async function throwIn({ bench }: Scene, script: RegExp): Promise<void> {
  const worker = await until('the worker is there', () =>
    bench.page.workers().find((w) => script.test(w.url())),
  );
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('chaos');
    }, 0);
  });
}

const recordingPhase = async ({ bench }: Scene): Promise<string | undefined> =>
  (await bench.tap.state())?.recording.phase;

/** Every process of this browser stands still for so long, as when the lid is closed; only the clocks go on. */
async function standStill(scene: Scene, ms: number): Promise<void> {
  // The device is a process of ours that goes on; what nobody reads is gone when its buffer is full.
  await scene.bench.port.behave({ lossy: true, buffer: DEVICE_BUFFER });
  const pids = childrenOf(process.pid, 'stridecast-browser-').concat(childrenOf(process.pid, '--type='));
  const all = [...new Set(pids)];
  const send = (signal: NodeJS.Signals): void => {
    for (const pid of all)
      try {
        process.kill(pid, signal);
      } catch {
        // It ended meanwhile.
      }
  };
  send('SIGSTOP');
  try {
    await sleep(ms);
  } finally {
    send('SIGCONT');
  }
  await scene.bench.port.behave({ lossy: false });
}

/** What can happen to the page and its machine, and to the cable. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'engine worker dies',
    counts: 'anew',
    async act(scene) {
      const before = (await scene.bench.tap.state())!.ticks;
      await throwIn(scene, /\/worker-/);
      await until(
        'another one runs',
        async () => ((await scene.bench.tap.state())?.ticks ?? before) < before,
        WITHIN_MS,
      );
    },
  },
  {
    name: 'log worker dies',
    async act(scene) {
      await until('it records', async () => (await recordingPhase(scene)) === 'recording', WITHIN_MS);
      await throwIn(scene, /\/log\.worker-/);
      await until('it says so', async () => (await recordingPhase(scene)) === 'stopped', WITHIN_MS);
    },
  },
  {
    name: 'GL context lost',
    counts: 'anew',
    async act(scene) {
      const { tap, live } = scene.bench;
      const setup = {
        affectedSide: 'r',
        executor: 'prefer_webgl',
        model: 'auto',
        autoReconnect: true,
        compareWith: null,
      } as const;
      await tap.send({ type: 'setup', setup });
      await until('it runs on WebGL', async () => /webgl/.test((await live.model()).executor), WITHIN_MS);
      await tap.send({ type: 'fault', fault: 'lose_gl' });
      await until('it is said', async () => (await tap.notices()).includes('gl_lost'), WITHIN_MS);
    },
  },
  {
    name: 'tab frozen',
    async act(scene) {
      const session = await cdp(scene);
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await sleep(scene.random.uniform(1500, 4000));
      await session.send('Page.setWebLifecycleState', { state: 'active' });
      await session.detach();
    },
  },
  {
    name: 'tab hidden',
    async act({ bench, random }) {
      const other = await bench.browser.page(true);
      await other.goto('about:blank');
      await other.bringToFront();
      await sleep(random.uniform(1500, 4000));
      await other.close();
      await bench.page.bringToFront();
    },
  },
  {
    name: 'computer sleeps',
    async act(scene) {
      await standStill(scene, scene.random.uniform(2000, 6000));
    },
  },
  {
    name: 'disk full',
    // Small from the start: the browser looks at the quota rarely once it has written.
    async prepare(scene) {
      const session = await cdp(scene);
      const { origin } = scene.bench.server;
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 300_000 });
      await scene.bench.goto();
    },
    async act(scene) {
      await until('it says so', async () => (await recordingPhase(scene)) === 'stopped', WITHIN_MS);
    },
    async restore(scene) {
      const session = await cdp(scene);
      await session.send('Storage.overrideQuotaForOrigin', { origin: scene.bench.server.origin });
    },
    log: 'gone',
  },
  {
    name: 'storage cleared',
    async act(scene) {
      const session = await cdp(scene);
      const { origin } = scene.bench.server;
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      await sleep(500);
    },
    log: 'gone',
  },
  {
    name: 'second tab',
    async act({ bench, random }) {
      const page = await bench.browser.page(true);
      const second = new LivePage(page, bench.browser.chooser);
      await page.goto(`${bench.server.url}?demo#/live`);
      await second.waitForPhase('streaming', WITHIN_MS);
      await sleep(random.uniform(500, 2500));
      await page.close();
      await bench.page.bringToFront();
    },
  },
  {
    name: 'device boots anew',
    counts: 'anew',
    async act(scene) {
      const { bench, random } = scene;
      scene.device.dispose();
      await sleep(random.uniform(100, 900));
      scene.device = new RecordingDevice(bench.port.wire, scene.recording);
      await until('it streams again', () => scene.device.streaming, WITHIN_MS);
      await until(
        'it is said',
        async () => (await bench.tap.notices()).includes('device_restarted'),
        WITHIN_MS,
      );
    },
  },
  {
    name: 'cable pulled',
    async act({ bench, random }) {
      await bench.port.unplug(random.uniform() < 0.5 ? 'hang_up_first' : 'announce_first');
      await bench.live.waitForPhase('lost', WITHIN_MS);
      await sleep(random.uniform(100, 2500));
      await bench.port.plug();
      await until('the gap is counted', async () => (await bench.live.link()).gaps > 0, WITHIN_MS);
    },
  },
  {
    name: 'garbage on the line',
    async act(scene) {
      const { bench, random, device } = scene;
      device.corruptShare = 10 ** random.uniform(-3, -0.5);
      for (let i = 0; i < 10; i++) {
        await sleep(100);
        bench.port.wire.write(Uint8Array.from({ length: 1 + random.below(4000) }, () => random.below(256)));
      }
      device.corruptShare = 0;
      await until('it is counted', async () => (await bench.live.link()).framesBad > 0, WITHIN_MS);
    },
  },
  {
    name: 'breaks on the line',
    async act({ bench, random }) {
      const times = 1 + random.below(4);
      for (let i = 0; i < times; i++) {
        // Parity marks come only to a port that was opened with parity.
        await bench.port.lineError('break');
        await sleep(random.uniform(20, 400));
      }
      await until(
        'they are counted',
        async () => ((await bench.tap.state())?.link.lineErrors ?? 0) > 0,
        WITHIN_MS,
      );
    },
  },
  {
    name: 'page and engine busy',
    async act({ bench, random }) {
      const ms = random.uniform(500, 2500);
      await bench.tap.send({ type: 'fault', fault: 'stall', ms });
      await bench.page.evaluate((ms) => {
        const end = performance.now() + ms;
        while (performance.now() < end);
      }, ms);
    },
  },
  {
    name: 'page loaded again',
    counts: 'anew',
    async act({ bench }) {
      await bench.page.reload();
      await bench.live.loaded();
    },
  },
];
