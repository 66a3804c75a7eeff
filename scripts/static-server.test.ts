import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveStatic } from './static-server';
import type { StaticServer } from './static-server';

const dir = mkdtempSync(join(tmpdir(), 'stridecast-static-'));
let server: StaticServer;

beforeAll(async () => {
  mkdirSync(join(dir, 'root/models/knee'), { recursive: true });
  mkdirSync(join(dir, 'other/knee'), { recursive: true });
  writeFileSync(join(dir, 'root/index.html'), '<p>home');
  writeFileSync(join(dir, 'root/a.wasm'), 'wasm');
  writeFileSync(join(dir, 'root/models/index.json'), '"shipped"');
  writeFileSync(join(dir, 'other/index.json'), '"mounted"');
  writeFileSync(join(dir, 'secret.txt'), 'secret');
  server = await serveStatic({
    root: join(dir, 'root'),
    base: '/sub/path',
    mounts: { 'models/': join(dir, 'other') },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true });
});

/** Sends the path as it is: `fetch` would tidy `..` away. */
function rawStatus(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.origin);
    request({ host: 'localhost', port, path }, (r) => {
      r.resume();
      resolve(r.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('static server', () => {
  it('serves the start page below its base, and nothing outside', async () => {
    expect(server.url).toBe(`${server.origin}/sub/path/`);
    expect(await (await fetch(server.url)).text()).toBe('<p>home');
    expect((await fetch(`${server.origin}/sub/path`)).url).toBe(server.url);
    expect((await fetch(`${server.origin}/`)).status).toBe(404);
    expect((await fetch(`${server.url}nothing`)).status).toBe(404);
  });

  it('gives WebAssembly the type that streaming compilation asks for', async () => {
    expect((await fetch(`${server.url}a.wasm`)).headers.get('content-type')).toBe('application/wasm');
  });

  it('lets a mount replace a directory wholly', async () => {
    expect(await (await fetch(`${server.url}models/index.json`)).json()).toBe('mounted');
    expect((await fetch(`${server.url}models/knee/`)).status).toBe(404);
  });

  it('never leaves its root', async () => {
    for (const path of [
      '/sub/path/../../secret.txt',
      '/sub/path/..%2f..%2fsecret.txt',
      '/sub/path/%2e%2e/secret.txt',
    ])
      expect(await rawStatus(path)).toBe(404);
    expect(await rawStatus('/sub/path/%')).toBe(400);
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
  });

  it('takes a free port where the wanted one is taken', async () => {
    const port = Number(new URL(server.origin).port);
    const second = await serveStatic({ root: dir, port });
    expect(second.origin).not.toBe(server.origin);
    await second.close();
  });
});
