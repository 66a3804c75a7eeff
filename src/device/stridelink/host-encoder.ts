import { ByteWriter } from './byte-writer';
import { HostMessage, PROTOCOL_VERSION } from './codes';
import { encodeFrame } from './framing';

/** The host's end of the wire: each call makes one frame as wire bytes and counts it. */
export class HostEncoder {
  private seq = 0;

  /** `nonce`: drawn anew at each opening, so that a device can tell a new host from a repeated hello. */
  hello(nonce: number, version = PROTOCOL_VERSION): Uint8Array {
    return this.frame(HostMessage.hello, new ByteWriter().u8(version).u32(nonce).bytes());
  }

  start(): Uint8Array {
    return this.frame(HostMessage.start);
  }

  stop(): Uint8Array {
    return this.frame(HostMessage.stop);
  }

  heartbeat(): Uint8Array {
    return this.frame(HostMessage.heartbeat);
  }

  stopRequest(): Uint8Array {
    return this.frame(HostMessage.stop_request);
  }

  private frame(type: number, body: Uint8Array = new Uint8Array(0)): Uint8Array {
    const wire = encodeFrame(type, this.seq, body);
    this.seq = (this.seq + 1) & 0xffff;
    return wire;
  }
}
