import { ByteReader } from './byte-reader';
import { HostMessage } from './codes';
import { FrameReader, type FrameSink } from './framing';

export type HostCommand =
  | { readonly kind: 'hello'; readonly version: number; readonly nonce: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'stop_request' };

/** What the host asks of a device: the firmware's half of the codec. Broken and unknown frames are skipped. */
export class HostDecoder {
  private readonly frames = new FrameReader();

  push(chunk: Uint8Array, sink: (command: HostCommand) => void): void {
    const frames: FrameSink = {
      frame: (type, _seq, body) => {
        const command = parse(type, body);
        if (command) sink(command);
      },
      bad: () => undefined,
    };
    this.frames.push(chunk, frames);
  }
}

function parse(type: number, body: Uint8Array): HostCommand | undefined {
  switch (type) {
    case HostMessage.hello: {
      const r = new ByteReader(body);
      const version = r.u8();
      const nonce = r.u32();
      return r.complete ? { kind: 'hello', version, nonce } : undefined;
    }
    case HostMessage.start:
      return { kind: 'start' };
    case HostMessage.stop:
      return { kind: 'stop' };
    case HostMessage.heartbeat:
      return { kind: 'heartbeat' };
    case HostMessage.stop_request:
      return { kind: 'stop_request' };
    default:
      return undefined;
  }
}
