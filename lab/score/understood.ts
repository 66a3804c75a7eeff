import type { Calibration } from '../../src/device/calibration';
import type { DeviceDescription, LinkCounters } from '../../src/device/events';

/** What was understood of a device's bytes, and what was lost, line by line: for a device maker's first look. */
export function understood(
  device: DeviceDescription,
  calibration: Calibration,
  counters: LinkCounters,
): string[] {
  const taken = new Map(calibration.channels.map((c) => [c.device, c]));
  const { framesOk, framesBad, framesLost, samples, samplesLost } = counters;
  return [
    `${device.name || 'a device without a name'}, ${device.protocol} ${device.protocolVersion}, serial ${device.serial || 'none'}`,
    ...device.streams.flatMap(({ id, rate, channels }) => [
      `stream ${id}, ${rate} Hz`,
      ...channels.map(({ name, unit }) => {
        const ours = taken.get(name);
        return `  ${name} [${unit}]: ${ours?.name ? `taken for ${ours.name}${ours.sign < 0 ? ', turned' : ''}` : 'not used'}`;
      }),
    ]),
    `frames: ${framesOk} good, ${framesBad} broken, ${framesLost} missing; samples: ${samples}, ${samplesLost} lost`,
  ];
}
