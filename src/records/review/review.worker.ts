import type { ReviewReport, ReviewRequest } from './protocol';
import { ReviewServer } from './serve-review';

/** Reads logs away from the page, so that it scrolls while an hour is read. */
declare const self: {
  postMessage(message: ReviewReport): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ReviewRequest>) => void): void;
};

const server = new ReviewServer((report) => self.postMessage(report));

self.addEventListener('message', ({ data }) => void server.take(data));
