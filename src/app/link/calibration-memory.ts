import { useApp } from '../store/store';

/**
 * Keeps the calibration of each real device under its serial number. What the engine says is the truth: every change,
 * be it a new zero, a mapping or an undo, comes back in its state and is kept from there. Replays are not devices.
 */
export function rememberCalibrations(): () => void {
  return useApp.subscribe(({ engine }, before) => {
    if (!engine?.calibration || !engine.device || engine.source?.kind === 'replay') return;
    const was = before.engine;
    if (was?.device?.serial !== engine.device.serial || !was.calibration) return;
    if (JSON.stringify(was.calibration) === JSON.stringify(engine.calibration)) return;
    const { settings, changeSettings } = useApp.getState();
    changeSettings({
      lastSerial: engine.device.serial,
      calibrations: { ...settings.calibrations, [engine.device.serial]: engine.calibration },
    });
  });
}
