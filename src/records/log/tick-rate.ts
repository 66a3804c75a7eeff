/** Ticks of a log a second: those of the model, whatever the device's rate is. */
export const TICK_RATE = 100;
