import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedCards, STATEMENTS, statementsOf } from './data-statements';

describe('docs/data-statements.md', () => {
  it('is what the cards of the shipped models say: npm run data-statements', () => {
    expect(readFileSync(STATEMENTS, 'utf8')).toBe(statementsOf(shippedCards()));
  });

  it('has nothing made up: data that nothing is known of is refused', () => {
    const [card] = shippedCards();
    const unknown = { ...card, data: [{ ...card.data[0], name: 'Somebody’s walks' }] };
    expect(() => statementsOf([unknown])).toThrow('Somebody’s walks');
  });
});
