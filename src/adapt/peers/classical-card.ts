import type { FeatureCard } from '../../forecast/model-card';
import { channelInfo } from '../../gait/channels';

/** What classical forecasters beside a model see: angles alone, and always the past of what they forecast. */
export function classicalCard<C extends FeatureCard>(card: C): C {
  const angles = card.inputs.filter((name) => channelInfo(name)?.kind === 'angle');
  return { ...card, inputs: [...new Set([...angles, ...card.outputs])] };
}
