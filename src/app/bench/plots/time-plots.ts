import { quantile } from '../../../forecast/runtime/bench/rounds';
import { TickBuffer } from '../../plots/tick-buffer';
import { RATE, walkBundle } from './walk';

/** One way to draw four plots of three lines of a thousand points. */
export interface PlotPeer {
  draw(buffer: TickBuffer): void;
  remove(): void;
}

export interface PlotTiming {
  /** Of the main thread from the frame's callback to the end of its rendering, ms. */
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Frames shown in a second. */
  readonly fps: number;
  readonly frames: number;
}

const ROUNDS = 3;
const SETTLE_FRAMES = 5;
const HEIGHT = 140;

/** Draws a moving walk with each peer in turn, some seconds each, at the pace of the screen. */
export async function timePlots(
  host: HTMLElement,
  peers: Readonly<Record<string, (host: HTMLElement, height: number) => PlotPeer>>,
  secondsEach: number,
): Promise<Record<string, PlotTiming>> {
  const busy = new Map<string, number[]>();
  const wall = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, make] of Object.entries(peers)) {
      const peer = make(host, HEIGHT);
      const run = await drawFor(peer, (secondsEach * 1000) / ROUNDS);
      peer.remove();
      busy.set(name, [...(busy.get(name) ?? []), ...run.busyMs]);
      wall.set(name, (wall.get(name) ?? 0) + run.wallMs);
    }
  return Object.fromEntries(
    [...busy].map(([name, ms]) => [
      name,
      {
        medianMs: quantile(ms, 0.5),
        p99Ms: quantile(ms, 0.99),
        fps: (ms.length * 1000) / wall.get(name)!,
        frames: ms.length,
      },
    ]),
  );
}

async function drawFor(peer: PlotPeer, forMs: number): Promise<{ busyMs: number[]; wallMs: number }> {
  const buffer = new TickBuffer();
  buffer.push(walkBundle(0, 1200));
  const busyMs: number[] = [];
  // A message that is posted in the frame's callback arrives when the frame has been laid out and painted.
  const { port1, port2 } = new MessageChannel();
  let arrived: (ms: number) => void = () => undefined;
  port1.onmessage = () => arrived(performance.now());
  let tick = 1200;
  let start = 0;
  let from = 0;
  let now = 0;
  for (let frame = -SETTLE_FRAMES; frame < 0 || now - from < forMs; frame++) {
    const began = await new Promise<number>((resolve) => {
      requestAnimationFrame(() => {
        const at = performance.now();
        if (start === 0) start = at;
        const due = 1200 + Math.floor(((at - start) * RATE) / 1000);
        if (due > tick) buffer.push(walkBundle(tick, due - tick));
        tick = Math.max(tick, due);
        // What the bench itself needs for its data is not the plots' time.
        const ready = performance.now();
        peer.draw(buffer);
        arrived = (done) => {
          now = done;
          resolve(ready);
        };
        port2.postMessage(null);
      });
    });
    if (frame >= 0) busyMs.push(now - began);
    else if (frame === -1) from = now;
  }
  port1.close();
  return { busyMs, wallMs: now - from };
}
