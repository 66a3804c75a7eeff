import { expect, it } from 'vitest';
import { byUnseenWeights } from './unseen';

const shipped = { card: { trainingPeople: ['uci:1A', 'uci:2A', 'uci:3A'] } };
const leaveOut = { card: { trainingPeople: ['uci:1A', 'uci:2A'] } };
const someone = (id: string) => ({ id });

it('judges nobody by weights that saw him', () => {
  const people = ['uci:1A', 'uci:3A', 'uci:9A'].map(someone);
  const { judged, refused } = byUnseenWeights(people, [shipped, leaveOut]);
  expect(judged).toEqual([
    { model: shipped, people: [someone('uci:9A')] },
    { model: leaveOut, people: [someone('uci:3A')] },
  ]);
  expect(refused).toEqual([someone('uci:1A')]);
});

it('refuses everyone where there are no other weights', () => {
  const { judged, refused } = byUnseenWeights([someone('uci:1A')], [shipped]);
  expect(judged).toEqual([]);
  expect(refused).toHaveLength(1);
});
