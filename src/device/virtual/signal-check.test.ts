import { describe, expect, it } from 'vitest';
import { SignalCheck } from '../../gait/signal-check';
import { HostEncoder } from '../stridelink/host-encoder';
import { StridelinkDecoder } from '../stridelink/stridelink-decoder';
import { Firmware } from './firmware';
import { PRESETS, type VirtualPreset } from './presets';

describe('the signal check on a virtual person', () => {
  it.each(Object.keys(PRESETS) as VirtualPreset[])(
    '%s: does what is asked, and nothing is wrong',
    (preset) => {
      for (const affected of ['r', 'l'] as const) {
        const decoder = new StridelinkDecoder();
        let check: SignalCheck | null = null;
        const firmware = new Firmware({ preset, seed: 5, affected }, (frame) =>
          decoder.push(frame, (e) => {
            if (e.kind === 'samples') check?.push(e.block);
          }),
        );
        const host = new HostEncoder();
        firmware.receive(host.hello(1));
        firmware.receive(host.start());
        firmware.advance(1e6);
        check = new SignalCheck({
          streams: firmware.device.streams.map((s) => ({ ...s, channels: s.channels.map((c) => c.name) })),
          affectedSide: affected,
        });
        check.start();
        firmware.advance(12e6);
        check.next();
        firmware.ask('knee_bend');
        firmware.advance(24e6);
        check.next();
        firmware.ask('tense');
        firmware.advance(34e6);
        check.next();
        const { report } = check;
        expect(report?.steps).toEqual(['stand', 'bend', 'contract']);
        expect(report?.findings.filter((f) => f.severity !== 'pass')).toEqual([]);
        expect(report?.sound).toBe(true);
      }
    },
  );
});
