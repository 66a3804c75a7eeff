import type { Activation } from '../../plan';

/** Logistic function and tanh that cannot overflow, on whatever GPU. */
export const SIGMOID_TANH = `
vec4 sigmoid(vec4 x) { return 1.0 / (1.0 + exp(-clamp(x, -40.0, 40.0))); }
vec4 tanh4(vec4 x) { return 1.0 - 2.0 / (1.0 + exp(2.0 * clamp(x, -20.0, 20.0))); }
`;

export const activated = (activation: Activation, value: string): string =>
  activation === 'relu' ? `max(${value}, vec4(0.0))` : activation === 'tanh' ? `tanh4(${value})` : value;
