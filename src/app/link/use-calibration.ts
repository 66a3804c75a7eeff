import { useMemo } from 'react';
import type { Calibration } from '../../device/calibration';
import { useLink } from './context';

interface CalibrationActions {
  zeroNow: () => void;
  undo: () => void;
  change: (calibration: Calibration) => void;
}

/** Changes of the calibration. The engine carries them out; calibration-memory.ts remembers what came of them. */
export function useCalibration(): CalibrationActions {
  const link = useLink();
  return useMemo(
    () => ({
      zeroNow: () => link.send({ type: 'zeroNow' }),
      undo: () => link.send({ type: 'undoCalibration' }),
      change: (calibration) => link.send({ type: 'calibrate', calibration }),
    }),
    [link],
  );
}
