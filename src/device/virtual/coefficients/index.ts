import type { WalkerCoefficients } from './shape';
import fitted from './walker-coefficients.json';

/** The fitted coefficients that ship with the app. */
export const COEFFICIENTS: WalkerCoefficients = fitted as WalkerCoefficients;
