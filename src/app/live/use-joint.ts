import { baseOf, type ChannelName, type Side, sideOf } from '../../gait/channels';
import { useApp } from '../store/store';

/** The joint that is shown large: the affected knee, or whatever the first lane forecasts, or what the device has. */
export function useJoint(): { joint: ChannelName; side: Side } {
  const side = useApp((s) => s.settings.affectedSide);
  const joint = useApp(({ engine }): ChannelName => {
    const knee = `knee_angle_${side}`;
    if (!engine || engine.channels.includes(knee)) return knee;
    return (
      engine.lanes[0]?.joints[0] ??
      engine.channels.find((c) => baseOf(c) === 'knee_angle') ??
      engine.channels.find((c) => /^(hip_flexion|ankle_angle)_/.test(c)) ??
      knee
    );
  });
  return { joint, side: sideOf(joint) ?? side };
}
