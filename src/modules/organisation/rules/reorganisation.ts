/** A plan on its way: who may write, confirm and stop it. */
import type { Day } from '#platform/clock.ts';
import { holds, type Acting, type ActingPerson, type IsWithin } from '#platform/policy.ts';

/**
 * `draft` is being written; `submitted` waits for the second officer; `confirmed` waits for its day; `applied` is done.
 * A plan that no longer fits when it is confirmed or when its day comes is a draft again.
 */
export const states = ['draft', 'submitted', 'confirmed', 'applied', 'refused', 'cancelled'] as const;
export type State = (typeof states)[number];

/** What may be done in a state, besides writing a draft. */
export const acts = ['submit', 'confirm', 'refuse', 'withdraw', 'cancel'] as const;
export type Act = (typeof acts)[number];
export const isAct = (value: unknown): value is Act => acts.includes(value as Act);

const allowed: Record<State, readonly Act[]> = {
  draft: ['submit', 'cancel'],
  submitted: ['confirm', 'refuse', 'withdraw', 'cancel'],
  confirmed: ['cancel'],
  applied: [],
  refused: [],
  cancelled: [],
};

/** Does the actor administer any body at all? Enough to begin a draft, which concerns no body yet. */
export const mayBegin = (actor: Acting): actor is ActingPerson =>
  actor.kind === 'person' && actor.grants.some(({ role }) => role === 'administrator');

/**
 * Only who administers every body that a plan concerns, or one above it, today: an officer of one branch cannot give it
 * to another district. The same for reading a plan that somebody else is writing.
 */
export const mayReorganise = (actor: Acting, bodies: readonly number[], isWithin: IsWithin): actor is ActingPerson =>
  mayBegin(actor) && bodies.every((body) => holds(actor, 'administrator', body, isWithin));

export type Standing = { state: State; proposedBy: string; confirmedBy: string | null };

/** The acts that this person may take; confirming and refusing are another person's than the one who submitted. */
export const actsOf = ({ state, proposedBy }: Standing, { personId }: Pick<ActingPerson, 'personId'>): Act[] =>
  allowed[state].filter((act) => {
    if (act === 'confirm' || act === 'refuse') return personId !== proposedBy;
    return act === 'withdraw' ? personId === proposedBy : true;
  });

export const isDue = ({ state, on }: { state: State; on: Day }, today: Day): boolean => state === 'confirmed' && on <= today;
