import type { ModelCard } from '../../src/forecast/model-card';
import { bindToSide } from '../../src/gait/channels';
import type { Walker } from '../evaluate/people/walkers';
import { type MotionPerson, readCmuPeople, readGaitPrintPeople } from './people';
import { walkAt } from './recording';

type Card = Pick<ModelCard, 'inputs' | 'outputs' | 'rate'>;

/** Everyone in a directory of the CMU layout who has the card's channels, at its rate. */
export const cmuWalkers = (card: Card, dir: string): Walker[] => walkersOf(card, readCmuPeople(dir));

/** Everyone in a directory of GaitPrint tables who has the card's channels, at its rate. */
export const gaitPrintWalkers = (card: Card, dir: string): Walker[] =>
  walkersOf(card, readGaitPrintPeople(dir));

function walkersOf(card: Card, people: readonly MotionPerson[]): Walker[] {
  const needed = [...card.inputs, ...card.outputs].map((name) => bindToSide(name, 'r'));
  return people
    .map(({ id, recordings }) => {
      const whole = recordings.filter((r) => needed.every((name) => r.channels.has(name)));
      // Both are of healthy people.
      return {
        id,
        group: 'normal',
        nativeRate: recordings[0].rate,
        walks: whole.map((r) => walkAt(r, card.rate)),
      };
    })
    .filter((walker) => walker.walks.length > 0);
}
