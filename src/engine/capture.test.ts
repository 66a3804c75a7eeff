import { describe, expect, it } from 'vitest';
import { decoderFor } from '../device/decoder-for';
import type { DeviceDescription } from '../device/events';
import { captureFile, WireCapture } from './capture';

describe('WireCapture', () => {
  it('gives back every byte, again and again', () => {
    const capture = new WireCapture();
    const chunk = Uint8Array.of(1, 2, 3);
    capture.add(chunk);
    chunk.fill(9);
    capture.add(Uint8Array.of(4));
    expect([...capture.take()]).toEqual([1, 2, 3, 4]);
    capture.add(Uint8Array.of(5));
    expect([...capture.take()]).toEqual([1, 2, 3, 4, 5]);
    expect(capture.bytes).toBe(5);
  });

  it('keeps nothing that a log has, counts it, and says so', () => {
    const capture = new WireCapture();
    capture.add(Uint8Array.of(1, 2));
    capture.elsewhere = true;
    capture.add(Uint8Array.of(3, 4, 5));
    expect(capture.bytes).toBe(5);
    expect(capture.partial).toBe(true);
    capture.elsewhere = false;
    capture.add(Uint8Array.of(6));
    expect([...capture.take()]).toEqual([1, 2, 6]);
    expect(capture.bytes).toBe(6);
  });

  it('stops with a word when it is full, and never drops what it has', () => {
    const capture = new WireCapture();
    const mebi = new Uint8Array(2 ** 20);
    for (let i = 0; i < 70; i++) capture.add(mebi);
    expect(capture.truncated).toBe(true);
    expect(capture.bytes).toBe(64 * 2 ** 20);
  });
});

describe('captureFile', () => {
  it('tells a text device rate in the file, so that a replay keeps its time', () => {
    const device: DeviceDescription = {
      protocol: 'text',
      protocolVersion: 1,
      name: 'Hobby board / left',
      serial: '',
      firmware: '',
      streams: [{ id: 0, rate: 200, channels: [] }],
    };
    const lines = `knee_r,hip_r\n${Array.from({ length: 300 }, (_, i) => `${i},${2 * i}`).join('\n')}\n`;
    const { name, bytes } = captureFile(device, new TextEncoder().encode(lines));
    expect(name).toBe('Hobby-board-left.txt');
    const rates: number[] = [];
    decoderFor('replay').push(bytes, (e) => {
      if (e.kind === 'describe') rates.push(e.device.streams[0].rate);
    });
    expect(rates).toEqual([200]);
  });
});
