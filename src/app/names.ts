import type { TFunction } from 'i18next';
import { baseOf, type ChannelName, type Side, sideOf } from '../gait/channels';
import { en } from './i18n/en';

type Known = keyof typeof en.joints;

const isKnown = (base: string): base is Known => base !== 'ofSide' && Object.hasOwn(en.joints, base);

/** A channel as it is called on screen; one without a catalogue name keeps its technical one. */
export function channelLabel(t: TFunction, channel: ChannelName): string {
  const base = baseOf(channel);
  const side = sideOf(channel);
  if (!isKnown(base)) return channel;
  const joint = t(`joints.${base}`);
  return side
    ? t('joints.ofSide', { joint, side: t(side === 'l' ? 'app.leftShort' : 'app.rightShort') })
    : joint;
}

const isShipped = (id: string): id is keyof typeof en.models => Object.hasOwn(en.models, id);

/** A model as it is called on screen: a shipped one in the language of the screen, any other as its card says. */
export const modelLabel = (t: TFunction, { id, name }: { id: string | null; name: string }): string =>
  id !== null && isShipped(id) && name === en.models[id] ? t(`models.${id}`) : name || (id ?? '');

/** Where the id alone is known, as in the row of a session. */
export const modelNameById = (t: TFunction, id: string): string => (isShipped(id) ? t(`models.${id}`) : id);

export const sideLabel = (t: TFunction, side: Side): string => t(side === 'l' ? 'app.left' : 'app.right');
