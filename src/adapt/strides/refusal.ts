import type { ChannelName } from '../../gait/channels';

/**
 * Why strides cannot be learned from, and what helps. `where`: the channels it is about; `found` and `limit` in the unit that
 * the code says.
 */
export interface Refusal {
  readonly code: RefusalCode;
  readonly action: RefusalAction;
  readonly channels: readonly ChannelName[];
  readonly found: number;
  readonly limit: number;
}

export type RefusalCode =
  /** Hz found, Hz that the model needs. */
  | 'wrong_rate'
  /** Channels that the model needs and the walk has not. */
  | 'missing_channels'
  /** Share (0-1) of ticks that are missing or that no sound sensor gives, and the share allowed. */
  | 'corrupt'
  /** Range of an angle, deg, and the least that walking makes. */
  | 'constant'
  /** Share (0-1) of ticks that stick at an extreme value, and the share allowed. */
  | 'clipped'
  /** Median stride, s (0 where there is none), and the limit that it breaks. */
  | 'not_walking'
  /** Usable strides, and how many are needed. */
  | 'too_few_strides'
  /** Share (0-1) of strides in which one leg moves as the other should, and the share allowed. */
  | 'swapped_legs';

type RefusalAction =
  | 'choose_model'
  | 'check_sensor'
  | 'calibrate'
  | 'walk_steadily'
  | 'walk_more'
  | 'swap_sides';

const ACTIONS: Readonly<Record<RefusalCode, RefusalAction>> = {
  wrong_rate: 'choose_model',
  missing_channels: 'choose_model',
  corrupt: 'check_sensor',
  constant: 'check_sensor',
  clipped: 'calibrate',
  not_walking: 'walk_steadily',
  too_few_strides: 'walk_more',
  swapped_legs: 'swap_sides',
};

export function refuse(
  code: RefusalCode,
  found: number,
  limit: number,
  channels: readonly ChannelName[] = [],
): Refusal {
  return { code, action: ACTIONS[code], channels, found, limit };
}
