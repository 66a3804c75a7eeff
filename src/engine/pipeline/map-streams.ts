import type { Calibration } from '../../device/calibration';
import type { DeviceDescription } from '../../device/events';
import type { MappedStream } from './tick-source';

/** The device's streams in our channel names, as `applyCalibration` gives their blocks; streams without any are left out. */
export function mapStreams(device: DeviceDescription, calibration: Calibration): MappedStream[] {
  const nameOf = new Map(calibration.channels.map((c) => [c.device, c.name]));
  return device.streams.flatMap((stream) => {
    const channels = stream.channels.flatMap((c) => nameOf.get(c.name) ?? []);
    return channels.length === 0 ? [] : [{ id: stream.id, rate: stream.rate, channels }];
  });
}

/** Device channels that are mapped to none of ours, by the device's names. */
export function unmappedChannels(device: DeviceDescription, calibration: Calibration): string[] {
  const mapped = new Set(calibration.channels.filter((c) => c.name !== null).map((c) => c.device));
  return device.streams.flatMap((s) => s.channels.map((c) => c.name)).filter((name) => !mapped.has(name));
}
