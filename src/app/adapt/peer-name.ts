import type { TFunction } from 'i18next';
import { en } from '../i18n/en';

type Known = keyof typeof en.adapt.peers;

export const isPeer = (id: string): id is Known => Object.hasOwn(en.adapt.peers, id);

/** A classical forecaster as it is called on screen; one without a catalogue name keeps its technical one. */
export const peerName = (t: TFunction, id: string): string => (isPeer(id) ? t(`adapt.peers.${id}`) : id);
