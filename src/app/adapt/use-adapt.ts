import { useLink } from '../link/context';
import { useApp } from '../store/store';

interface Adapt {
  /** Learn from the latest so many strides. */
  start: (strides: number) => void;
  /** The same as the last time. */
  again: () => void;
  cancel: () => void;
  /** `choice`: NETWORK, or the id of a classical forecaster. */
  accept: (choice: string) => void;
  keep: () => void;
}

/** What the engine calls the personal network among the choices. */
export const NETWORK = 'network';

/** What the therapist asks of the engine's adaptation. */
export function useAdapt(): Adapt {
  const link = useLink();
  const start = (strides: number): void => {
    useApp.getState().setAdaptStrides(strides);
    link.send({ type: 'adapt', action: 'start', strides });
  };
  return {
    start,
    again: () => {
      const { strides, adaptStrides } = useApp.getState();
      start(adaptStrides ?? strides?.wanted ?? 5);
    },
    cancel: () => link.send({ type: 'adapt', action: 'cancel' }),
    accept: (choice) => link.send({ type: 'adapt', action: 'accept', choice }),
    keep: () => link.send({ type: 'adapt', action: 'keep' }),
  };
}
