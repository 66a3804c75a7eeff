import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordingDevice } from '../devices/recording-device';
import type { EngineTap } from './engine-tap';

/** The app tells its counts ten times a second, the device beats every second: they meet in between, if ever. */
const LOOK_MS = 3000;

/** Bytes that the device has said and the app has not counted, after the samples have ended. */
export async function bytesLost(device: RecordingDevice, tap: EngineTap): Promise<number> {
  const until = performance.now() + LOOK_MS;
  let least = Infinity;
  while (least !== 0 && performance.now() < until) {
    const said = device.bytes;
    await sleep(50);
    const counted = (await tap.state())?.link.counters.bytes ?? 0;
    least = Math.min(least, Math.max(0, said - counted));
  }
  return least;
}
