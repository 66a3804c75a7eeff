import { fileURLToPath } from 'node:url';
import type { Page, Response, Worker } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { responseHeaders } from '../../scripts/response-headers';
import { hashOf, SCREENS } from '../../src/app/routes';
import { SETTINGS_KEY } from '../../src/records/settings';
import { AdaptPage } from '../harness/adapt-page';
import { TestBench } from '../harness/test-bench';
import { Witness } from '../harness/witness';
import { pictureOnFailure } from './picture';

/** docs/deployment.md and docs/threat-model.md, as a browser takes them. */
const HEADERS = responseHeaders(fileURLToPath(new URL('../../public', import.meta.url)));

describe('security', () => {
  let bench: TestBench;
  let witness: Witness;
  beforeEach(async () => {
    witness = await Witness.open();
  });
  afterEach(async () => {
    await witness.close();
    await bench.close();
  });

  const streamingDemo = async (headers?: Record<string, string>): Promise<Response[]> => {
    bench = await TestBench.open({ models: 'shipped', headers });
    pictureOnFailure(bench);
    const responses: Response[] = [];
    bench.browser.context.on('response', (response) => responses.push(response));
    await bench.goto();
    await bench.live.startDemo();
    await bench.live.waitForPhase('streaming');
    await bench.live.waitForForecasts(50);
    return responses;
  };

  it('everything works with the documented headers on every answer, and nothing asks for more', async () => {
    const responses = await streamingDemo(HEADERS);
    const { page, live } = bench;
    for (const screen of SCREENS) {
      await page.evaluate((hash) => (location.hash = hash), hashOf(screen));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
    }
    await live.waitForForecasts(100);
    const guarded = new Map(
      await Promise.all(responses.map(async (r) => [r.url(), (await r.allHeaders()) ?? {}] as const)),
    );
    for (const [url, headers] of guarded)
      for (const [name, value] of Object.entries(HEADERS)) expect(headers[name], url).toBe(value);
    const workers = page.workers().map((worker) => worker.url());
    expect(workers.length).toBeGreaterThan(0);
    for (const url of workers) expect([...guarded.keys()]).toContain(url);
    // A refusal by the policy is an error on the console, but for code that tries `eval` and catches what comes of it.
    expect(bench.browser.pageErrors).toEqual([]);
    expect(page.workers().length).toBeGreaterThan(1);
    for (const place of [page, ...page.workers()]) expect(await violationsIn(place), place.url()).toEqual([]);
  });

  it('page and worker run no text as code, and nothing of them reaches another origin', async () => {
    await streamingDemo(HEADERS);
    for (const place of [bench.page, engineWorker(bench.page)]) {
      const done = await trespass(place, witness.origin);
      expect(done).toEqual({ eval: 'refused', function: 'refused', fetch: 'refused', import: 'refused' });
      expect(await violationsIn(place)).toContain('script-src eval');
    }
    expect(await trespassByDocument(bench.page, witness.origin)).toEqual({ inline: false, foreign: false });
    expect(witness.seen).toEqual([]);
    bench.browser.foreignRequests.length = 0; // they were tried, and refused
  });

  it('the same holds for the patient’s screen', async () => {
    bench = await TestBench.open({ models: 'shipped', headers: HEADERS });
    pictureOnFailure(bench);
    const { page } = bench;
    const code = encodeURIComponent('"><img src=x onerror=alert(1)>');
    for (const address of [
      'display.html',
      `display.html#${code}?lang=${code}&scheme=${code}`,
      'display.html#%',
    ]) {
      await page.goto('about:blank');
      await page.goto(bench.server.url + address);
      await page.locator('#screen > *').first().waitFor({ state: 'attached' });
      expect(await page.locator('img[src="x"]').count()).toBe(0);
    }
    expect(bench.browser.pageErrors).toEqual([]);
    expect(await violationsIn(page)).toEqual([]);
    expect(await trespass(page, witness.origin)).toEqual({
      eval: 'refused',
      function: 'refused',
      fetch: 'refused',
      import: 'refused',
    });
    expect(await trespassByDocument(page, witness.origin)).toEqual({ inline: false, foreign: false });
    expect(witness.seen).toEqual([]);
    bench.browser.foreignRequests.length = 0; // they were tried, and refused
  });

  it('what is stored is data: markup is drawn as text, nonsense becomes the default', async () => {
    bench = await TestBench.open({ models: 'shipped', headers: HEADERS });
    pictureOnFailure(bench);
    const { page, live } = bench;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await bench.goto();
    await page.evaluate((key) => {
      const markup = '<img src=x onerror=alert(1)>';
      const text = `{"version":1,"__proto__":{"demo":true},"theme":"${markup}","language":7,"patientId":"${markup}","folded":{"a":1},
        "lastPort":{"index":-5,"label":"${markup}"},"initials":"${markup}","horizonMs":1e99,"calibrations":[[]],"executorTimes":"x"}`;
      localStorage.setItem(key, text);
      localStorage.setItem('stridecast.sessions', '{"version":1,"entries":[{},null,"x"]}');
    }, SETTINGS_KEY);
    await page.reload();
    await live.loaded();
    const adapt = new AdaptPage(page);
    await adapt.addPatient('<img src=x onerror=alert(2)>');
    for (const screen of SCREENS) {
      await page.evaluate((hash) => (location.hash = hash), hashOf(screen));
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    }
    await page.getByTestId('rail-live').click();
    await live.startDemo();
    await live.waitForPhase('streaming');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(dialogs).toEqual([]);
    expect(bench.browser.pageErrors).toEqual([]);
  });

  it('without headers the page keeps to its own policy; that workers do not shows what the headers are for', async () => {
    await streamingDemo();
    expect(await trespass(bench.page, witness.origin)).toEqual({
      eval: 'refused',
      function: 'refused',
      fetch: 'refused',
      import: 'refused',
    });
    expect(await trespassByDocument(bench.page, witness.origin)).toEqual({ inline: false, foreign: false });
    expect(witness.seen).toEqual([]);
    bench.browser.foreignRequests.length = 0;

    expect((await trespass(engineWorker(bench.page), witness.origin)).fetch).toBe('done');
    expect(witness.seen).toContain('GET /fetch');
    // What every other test rests on: a worker's request to elsewhere is seen by the bench.
    expect(bench.browser.foreignRequests).toContain(`${witness.origin}/fetch`);
    bench.browser.foreignRequests.length = 0;
  });

  it.each([
    ['nobody can show it in a frame of his own', HEADERS, false],
    ['(without headers anybody can)', undefined, true],
  ])('%s', async (_, headers, shown) => {
    bench = await TestBench.open({ models: 'shipped', headers });
    pictureOnFailure(bench);
    const host = await Witness.open(() => `<iframe src="${bench.server.url}"></iframe>`);
    const { page } = bench;
    await page.goto(host.origin);
    const framed = () => page.frames().find((f) => f.parentFrame() !== null);
    await expect.poll(() => framed()?.url()).toMatch(shown ? /^http:/ : /^chrome-error:/);
    expect(await framed()!.locator('#root').count()).toBe(shown ? 1 : 0);
    await host.close();
    bench.browser.foreignRequests.length = 0; // the host itself
  });

  it('an address with code in it is only an address', async () => {
    bench = await TestBench.open({ models: 'shipped', headers: HEADERS });
    pictureOnFailure(bench);
    const { page } = bench;
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs++;
      void dialog.dismiss();
    });
    const code = encodeURIComponent('"><img src=x onerror=alert(1)><script>alert(2)</script>');
    await bench.goto(`?demo=${code}&lang=${code}#/${code}`);
    await bench.live.waitForPhase('streaming');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(dialogs).toBe(0);
    expect(bench.browser.pageErrors).toEqual([]);
  });
});

const engineWorker = (page: Page): Worker => {
  const worker = page.workers().find((w) => /\/worker-[\w-]+\.js$/.test(w.url()));
  if (worker === undefined) throw new Error(`no engine among ${page.workers().map((w) => w.url())}`);
  return worker;
};

type Outcome = 'done' | 'refused';

/**
 * What injected code would try. In a task of its own, for the debugger's own evaluation is excused from the policy; as text,
 * for whatever compiles this file would put something else in the place of `import()`.
 */
const ATTEMPT = `(origin) => new Promise((resolve) => setTimeout(async () => {
  const tried = async (action) => {
    try { await action(); return 'done'; } catch { return 'refused'; }
  };
  resolve({
    eval: await tried(() => (0, globalThis.eval)('1 + 1')),
    function: await tried(() => Function('return 1')()),
    fetch: await tried(() => fetch(origin + '/fetch', { mode: 'no-cors' })),
    import: await tried(() => import(origin + '/import.js')),
  });
}))`;

const trespass = (place: Page | Worker, elsewhere: string): Promise<Record<string, Outcome>> =>
  (place as Page).evaluate(`(${ATTEMPT})(${JSON.stringify(elsewhere)})`);

/** The ways that only a document has. */
function trespassByDocument(page: Page, elsewhere: string): Promise<{ inline: boolean; foreign: boolean }> {
  return page.evaluate(async (origin) => {
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.inlineRan = true';
    const script = document.createElement('script');
    script.src = `${origin}/script.js`;
    const image = document.createElement('img');
    image.src = `${origin}/image`;
    const frame = document.createElement('iframe');
    frame.src = `${origin}/frame`;
    const form = document.createElement('form');
    form.action = `${origin}/form`;
    document.body.append(inline, script, image, frame, form);
    form.submit();
    navigator.sendBeacon(`${origin}/beacon`, 'x');
    try {
      new WebSocket(`${origin.replace('http', 'ws')}/socket`);
    } catch {
      // refused at once
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { inlineRan, foreign } = globalThis as { inlineRan?: boolean; foreign?: boolean };
    return { inline: inlineRan === true, foreign: foreign === true };
  }, elsewhere);
}

/** What the policy has refused in a page or worker since it began, told or not: directive and what it was. */
const violationsIn = (place: Page | Worker): Promise<string[]> =>
  (place as Page).evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const told = (reports: readonly { body?: unknown }[]): string[] =>
          reports.map(({ body }) => {
            const { effectiveDirective, blockedURL } = body as Record<string, string>;
            return `${effectiveDirective} ${blockedURL}`;
          });
        const observer = new ReportingObserver((reports) => resolve(told(reports)), {
          buffered: true,
          types: ['csp-violation'],
        });
        observer.observe();
        setTimeout(() => resolve([]), 500);
      }),
  );
