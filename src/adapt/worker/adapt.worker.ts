import { AdaptServer } from './adapt-server';
import type { AdaptReport, AdaptRequest } from './protocol';

/** The browser's adaptation worker: the thin edge between postMessage and the server. */
const server = new AdaptServer((report: AdaptReport) => postMessage(report));

addEventListener('message', ({ data }: MessageEvent<AdaptRequest>) => void server.serve(data));
