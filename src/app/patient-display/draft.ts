import type { GoalProposal } from '../../engine/feedback/feedback-protocol';
import { momentsOf } from '../../gait/feedback/aims';
import type { Goal } from '../../gait/feedback/goal';

/** A goal while it is being set: ends by hand may be half-typed. */
export interface Draft extends Pick<Goal, 'joint' | 'side' | 'moment' | 'basis' | 'steps'> {
  readonly low: string;
  readonly high: string;
}

const FIRST = { joint: 'knee', moment: 'swing', basis: 'best', steps: 20 } as const;

export const draftOf = (goal: Goal | null, side: Goal['side']): Draft =>
  goal === null
    ? { ...FIRST, side, low: '', high: '' }
    : { ...goal, low: String(goal.low), high: String(goal.high) };

/** Another joint has other moments. */
export function withJoint(draft: Draft, joint: Goal['joint']): Draft {
  const moments = momentsOf(joint);
  const moment = moments.includes(draft.moment) ? draft.moment : moments[0];
  return { ...draft, joint, moment };
}

export const proposalFor = (draft: Draft, all: readonly GoalProposal[]): GoalProposal | null =>
  all.find((p) => p.joint === draft.joint && p.side === draft.side && p.moment === draft.moment) ?? null;

/** By hand one goes on from what stood there. */
export function withBasis(draft: Draft, basis: Goal['basis'], proposal: GoalProposal | null): Draft {
  const band = basis === 'hand' ? (proposedBand(draft, proposal) ?? proposal?.norm) : null;
  const ends = band ? { low: String(band.low), high: String(band.high) } : {};
  return { ...draft, basis, ...ends };
}

/** The goal that would be set; null where its band is not known or stands upside down. */
export function goalOf(draft: Draft, proposal: GoalProposal | null): Goal | null {
  const { joint, side, moment, basis, steps } = draft;
  const band = basis === 'hand' ? typedBand(draft) : proposedBand(draft, proposal);
  return band && { joint, side, moment, basis, steps, low: band.low, high: band.high };
}

function proposedBand({ basis }: Draft, proposal: GoalProposal | null): Pick<Goal, 'low' | 'high'> | null {
  return basis === 'hand' ? null : (proposal?.[basis] ?? null);
}

function typedBand({ low, high }: Draft): Pick<Goal, 'low' | 'high'> | null {
  const [from, to] = [Number.parseFloat(low), Number.parseFloat(high)];
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { low: from, high: to } : null;
}
