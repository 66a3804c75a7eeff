import { parseArgs } from 'node:util';
import { responseHeaders } from './response-headers';
import { RETIRED_SERVICE_WORKER } from './retired-service-worker';
import { serveStatic } from './static-server';

/** `npm run serve [-- --port N --base /sub/path --models DIR --root dist]`: serves a built app until interrupted. */
const { values } = parseArgs({
  options: {
    root: { type: 'string', default: 'dist' },
    port: { type: 'string', default: process.env.PORT ?? '4173' },
    host: { type: 'string', default: 'localhost' },
    base: { type: 'string' },
    models: { type: 'string' },
  },
});
const server = await serveStatic({
  root: values.root,
  port: Number(values.port),
  host: values.host,
  base: values.base,
  headers: responseHeaders(values.root),
  // A copy that a browser keeps would have other models.
  texts: values.models === undefined ? {} : { 'sw.js': RETIRED_SERVICE_WORKER },
  mounts: values.models === undefined ? {} : { 'models/': values.models },
});
process.stdout.write(`Stridecast is at ${server.url}  (demo: ${server.url}?demo)\nStop with Ctrl+C\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.close().then(() => process.exit()));
