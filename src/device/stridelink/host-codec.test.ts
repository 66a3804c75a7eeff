import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from './framing';
import { type HostCommand, HostDecoder } from './host-decoder';
import { HostEncoder } from './host-encoder';
import { chunked, concat } from '../testing/stridelink';

describe('host to device', () => {
  it('carries every command, however it is cut, past noise and unknown types', () => {
    const host = new HostEncoder();
    const bytes = concat([
      Uint8Array.of(9, 8, 7, 0),
      host.hello(0xdeadbeef),
      host.start(),
      encodeFrame(0x5a, 2, Uint8Array.of(1)),
      host.heartbeat(),
      host.stopRequest(),
      host.stop(),
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
        const device = new HostDecoder();
        const got: HostCommand[] = [];
        for (const part of chunked(bytes, cuts)) device.push(part, (c) => got.push(c));
        expect(got).toEqual([
          { kind: 'hello', version: 1, nonce: 0xdeadbeef },
          { kind: 'start' },
          { kind: 'heartbeat' },
          { kind: 'stop_request' },
          { kind: 'stop' },
        ]);
      }),
    );
  });
});
