import type { Side } from '../../gait/channels';
import type { JointForecast } from '../../records/review/review';

/** The forecast that stands for the session: of the affected knee, else the first. */
export const mainForecast = (all: readonly JointForecast[], affected: Side): JointForecast | undefined =>
  all.find((f) => f.joint === `knee_angle_${affected}`) ?? all.find((f) => f.side === affected) ?? all[0];
