import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

export interface StaticServerOptions {
  /** Directory that is served. */
  root: string;
  /** Sub-path under which it appears, e.g. `/clinic/`; `/` by default. */
  base?: string;
  /** Further directories, by path below base: `{ 'models/': dir }` is looked at before root. */
  mounts?: Readonly<Record<string, string>>;
  /** Files given as text, by path below base; they stand before all others. */
  texts?: Readonly<Record<string, string>>;
  /** 0 takes any free port; a taken port falls back to a free one. */
  port?: number;
  host?: string;
  /** Sent with every file. By default none: nothing that the app could come to depend on. */
  headers?: Readonly<Record<string, string>>;
}

export interface StaticServer {
  /** `http://localhost:PORT`, without a slash. */
  origin: string;
  /** Where the app starts, with base. */
  url: string;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** A plain file server, as any static host would be. */
export async function serveStatic(options: StaticServerOptions): Promise<StaticServer> {
  const base = `/${(options.base ?? '').replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
  const host = options.host ?? 'localhost';
  const server = createServer((request, response) => {
    void answer(options, base, request.method ?? 'GET', request.url ?? '/', response);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(options.port ?? 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return listen(0);
  });
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: origin + base,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  options: StaticServerOptions,
  base: string,
  method: string,
  url: string,
  response: ServerResponse,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405);
  const path = pathOf(url);
  if (path === null) return refuse(response, 400);
  if (!path.startsWith(base)) {
    if (`${path}/` !== base) return refuse(response, 404);
    response.writeHead(301, { location: base }).end();
    return;
  }
  const text = options.texts?.[path.slice(base.length)];
  if (text !== undefined) {
    response.writeHead(200, {
      'content-type': TYPES[extname(path)],
      'cache-control': 'no-cache',
      ...options.headers,
    });
    response.end(method === 'HEAD' ? undefined : text);
    return;
  }
  const file = await findFile(options, path.slice(base.length));
  if (file === null) return refuse(response, 404);
  response.writeHead(200, {
    'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
    'content-length': file.size,
    'cache-control': 'no-cache',
    ...options.headers,
  });
  if (method === 'HEAD') response.end();
  else
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(String(status));
}

function pathOf(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url, 'http://host').pathname);
  } catch {
    return null;
  }
}

async function findFile(
  options: StaticServerOptions,
  relative: string,
): Promise<{ path: string; size: number } | null> {
  const wanted = relative === '' || relative.endsWith('/') ? `${relative}index.html` : relative;
  for (const [prefix, directory] of [...Object.entries(options.mounts ?? {}), ['', options.root] as const]) {
    if (!wanted.startsWith(prefix)) continue;
    const path = normalize(join(directory, wanted.slice(prefix.length)));
    if (!path.startsWith(normalize(directory + sep)) || path.includes('\0')) return null;
    const info = await stat(path).catch(() => null);
    if (info?.isFile()) return { path, size: info.size };
    if (prefix !== '') return null; // a mount replaces its directory wholly
  }
  return null;
}
