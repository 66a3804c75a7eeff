/** What one of two trainers found on its part of a batch. */
interface GradientPart {
  readonly step: number;
  readonly rows: number;
  readonly loss: number;
  readonly gradients: Float32Array;
}

/** The other trainer: both send what they found and take what they get, step by step. */
export interface Partner {
  /** 0 or 1: who takes the first rows, and whose gradients come first in the sum. */
  readonly rank: 0 | 1;
  /** `part.gradients` is handed over, and what the other sent is the caller's own. Rejects once closed. */
  swap(part: GradientPart): Promise<GradientPart>;
  close(): void;
}

/** The part of a MessagePort that browsers and Node have in common. */
interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<GradientPart>) => void) | null;
  close(): void;
}

/** A partner at the other end of a message channel. */
export function partnerOver(channel: MessagePort, rank: 0 | 1): Partner {
  const port = channel as unknown as Port;
  const arrived: GradientPart[] = [];
  let closed = false;
  let waiting: { resolve: (part: GradientPart) => void; reject: (error: Error) => void } | null = null;
  port.onmessage = ({ data }) => {
    if (waiting === null) arrived.push(data);
    else waiting.resolve(data);
    waiting = null;
  };
  return {
    rank,
    async swap(part) {
      if (closed) throw new Error('the partner is gone');
      port.postMessage(part, [part.gradients.buffer as ArrayBuffer]);
      const theirs =
        arrived.shift() ??
        (await new Promise<GradientPart>((resolve, reject) => {
          waiting = { resolve, reject };
        }));
      if (theirs.step !== part.step)
        throw new Error(`the partner is at step ${theirs.step}, not ${part.step}`);
      return theirs;
    },
    close() {
      closed = true;
      port.close();
      waiting?.reject(new Error('the partner is gone'));
      waiting = null;
    },
  };
}
