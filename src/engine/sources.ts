import { decoderFor } from '../device/decoder-for';
import { type ReplayPlan, ReplayTransport } from '../device/replay/replay-transport';
import { SerialTransport } from '../device/serial-transport';
import { StreamTransport } from '../device/stream-transport';
import { realTimers } from '../device/timers';
import { VirtualTransport } from '../device/virtual/virtual-transport';
import type { Side } from '../gait/channels';
import type { Source } from './engine';
import type { SourceRequest } from './protocol';

/** How a logged session came, and its first rate, Hz. */
export interface LoggedPace {
  readonly plan: ReplayPlan;
  readonly rate: number | null;
}

/** The door of every source of bytes: a port, streams of a port, the virtual exoskeleton, a file. */
export function makeSource(
  request: SourceRequest,
  affectedSide: Side,
  pace: LoggedPace | null = null,
): Source {
  const decoder = decoderFor(request.kind, pace?.rate ?? undefined);
  switch (request.kind) {
    case 'serial': {
      const { streams, baudRate, label } = request;
      return {
        decoder,
        baudRate,
        makeTransport: () =>
          streams === undefined
            ? new SerialTransport(request, baudRate, label)
            : new StreamTransport('serial', streams, label),
      };
    }
    case 'webusb':
      return {
        decoder,
        baudRate: request.baudRate,
        makeTransport: () => new StreamTransport('webusb', request.streams, request.label),
      };
    case 'virtual': {
      let current: VirtualTransport | null = null;
      return {
        decoder,
        makeTransport: () => {
          current = new VirtualTransport({
            preset: request.preset,
            seed: request.seed,
            affected: affectedSide,
          });
          return current;
        },
        walker: ({ action, preset }) => current?.walker(action, preset),
      };
    }
    case 'replay': {
      let current: ReplayTransport | null = null;
      return {
        decoder,
        makeTransport: () => {
          current = new ReplayTransport(request.bytes, request.name, realTimers, pace?.plan ?? null);
          return current;
        },
        replay: {
          control(action, speed) {
            if (speed !== undefined) current?.setSpeed(speed);
            if (action === 'pause') current?.pause();
            else current?.resume();
          },
          state: () =>
            current && {
              positionS: current.positionS,
              durationS: current.durationS,
              speed: current.speed,
              paused: current.paused,
            },
        },
      };
    }
  }
}
