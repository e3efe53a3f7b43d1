import type { Instant } from '#platform/clock.ts';
import { holds, type IsWithin } from '#platform/policy.ts';

export { holds, type IsWithin } from '#platform/policy.ts';

/**
 * What a person may be charged with, in a body and everything below it.
 * - `officer` receives and routes ideas (tiếp nhận, điều phối); `moderator` decides what may be published
 * - `answerer` drafts answers in a body's name; `reviewer` (lãnh đạo) approves and publishes them, decides
 *   appeals
 * - `legal` (pháp chế): with `reviewer` the only two who open a quarantined denunciation
 */
export const roles = [
  'administrator',
  'officer',
  'moderator',
  'answerer',
  'reviewer',
  'legal',
  'editor',
  'translator',
  'reporter',
  'secretary',
] as const;
export type Role = (typeof roles)[number];

export type Grant = {
  role: Role;
  bodyId: number;
  /** Whose role it is, when it was handed on for a time. */
  onBehalfOf?: { personId: string; name: string };
};
export type Person = {
  kind: 'person';
  personId: string;
  name: string;
  grants: readonly Grant[];
  /** When the person last proved in this session who they are; see `needsProof`. */
  provenAt?: Instant | null;
  /** Signed in on a device of others: an hour, and nothing is kept there. */
  shared?: boolean;
  /** The person has an authenticator app or a passkey. */
  hasFactor?: boolean;
  /** The person has roles, which count only after a second factor; `grants` is empty until then. */
  awaitsFactor?: boolean;
};
export type Actor = { kind: 'anonymous' } | Person;

export const anonymous: Actor = { kind: 'anonymous' };

/** Does the actor hold one of these roles anywhere? Enough to show a menu, never to act on a subject. */
export const anyRole = (actor: Actor, wanted: readonly Role[]): boolean =>
  actor.kind === 'person' && actor.grants.some((grant) => wanted.includes(grant.role));

/** The bodies in which the actor holds a role directly: the roots of what a queue of that role shows. */
export const bodiesWith = (actor: Actor, role: Role): number[] =>
  actor.kind === 'person'
    ? actor.grants.filter((grant) => grant.role === role).map((grant) => grant.bodyId)
    : [];

/** Who hands out or takes away a role: a signed-in person, or the operator at the machine's command line. */
export type Granter = Person | { kind: 'operator' };
export const operator: Granter = { kind: 'operator' };

/** Only an administrator of the body, or of one above it, hands out roles there. */
export const mayGrant = (granter: Actor | Granter, bodyId: number, isWithin: IsWithin): granter is Granter =>
  granter.kind === 'operator' ||
  (granter.kind === 'person' && holds(granter, 'administrator', bodyId, isWithin));

/** Accounts are made by the operator and by whoever administers a body; what they may do is granted apart. */
export const mayCreatePerson = (by: Actor | Granter): boolean =>
  by.kind === 'operator' || (by.kind === 'person' && anyRole(by, ['administrator']));

/** A new password opens the account, so only whoever holds the machine hands one out. */
export const mayResetPassword = (by: Actor | Granter): boolean => by.kind === 'operator';
