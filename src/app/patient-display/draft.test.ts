import { describe, expect, it } from 'vitest';
import type { GoalProposal } from '../../engine/feedback/feedback-protocol';
import { draftOf, goalOf, proposalFor, withBasis, withJoint } from './draft';
import { withGoal } from './goal-in-use';

const PROPOSAL: GoalProposal = {
  side: 'r',
  joint: 'knee',
  moment: 'swing',
  strides: 12,
  best: { low: 50, high: 57 },
  norm: { low: 60, high: 71 },
};

describe('a goal that is being set', () => {
  const first = draftOf(null, 'r');

  it('takes its band from the strides or the norm, as they are when it is set', () => {
    expect(proposalFor(first, [{ ...PROPOSAL, side: 'l' }, PROPOSAL])).toBe(PROPOSAL);
    expect(goalOf(first, PROPOSAL)).toMatchObject({ basis: 'best', low: 50, high: 57, side: 'r' });
    expect(goalOf({ ...first, basis: 'norm' }, PROPOSAL)).toMatchObject({ low: 60, high: 71 });
    expect(goalOf(first, { ...PROPOSAL, best: null })).toBeNull();
    expect(goalOf(first, null)).toBeNull();
  });

  it('goes on by hand from where it stood, and is none while its ends make no band', () => {
    const byHand = withBasis(first, 'hand', PROPOSAL);
    expect(goalOf(byHand, null)).toMatchObject({ basis: 'hand', low: 50, high: 57 });
    expect(goalOf({ ...byHand, high: '50' }, null)).toBeNull();
    expect(goalOf({ ...byHand, high: '' }, null)).toBeNull();
    expect(goalOf({ ...byHand, low: '-3.5' }, null)).toMatchObject({ low: -3.5 });
  });

  it('has a moment that its joint has', () => {
    expect(withJoint({ ...first, moment: 'landing' }, 'hip').moment).toBe('push_off');
    expect(withJoint(first, 'ankle').moment).toBe('swing');
  });

  it('goes before the earlier ones and replaces the one for the same moment', () => {
    const at = '2026-01-01T10:00:00.000Z';
    const knee = goalOf(first, PROPOSAL)!;
    const hip = { ...knee, joint: 'hip' as const };
    const goals = withGoal(withGoal([], knee, at), hip, at);
    expect(goals.map((g) => g.joint)).toEqual(['hip', 'knee']);
    const again = withGoal(goals, { ...knee, low: 40 }, at);
    expect(again.map((g) => [g.joint, g.low])).toEqual([
      ['knee', 40],
      ['hip', 50],
    ]);
  });
});
