/** Accounts of those who work here, as administrators keep them. */
import { holds, type Actor, type Granter, type IsWithin } from './roles.ts';

export type AccountState = 'invited' | 'active' | 'closed';
export const accountStates = ['invited', 'active', 'closed'] as const;

/** Why an account was closed: a code, because a file about somebody is not kept here. */
export const closeReasons = ['left', 'moved', 'misuse', 'mistake', 'other'] as const;
export type CloseReason = (typeof closeReasons)[number];

/** Invited until there is anything to sign in with. */
export const accountState = ({ closed, canSignIn }: { closed: boolean; canSignIn: boolean }): AccountState =>
  closed ? 'closed' : canSignIn ? 'active' : 'invited';

const administers = (by: Actor | Granter, body: number, isWithin: IsWithin): boolean =>
  by.kind === 'operator' || (by.kind === 'person' && holds(by, 'administrator', body, isWithin));

/** `bodies`: the one that asked for the account, and those in which the person has or had a role. */
export type Belonging = { bodies: readonly number[] };

/** May an administrator see the account? When any of its bodies is theirs; the highest administrator sees all. */
export const maySeeAccount = (by: Actor | Granter, { bodies }: Belonging, whole: boolean, isWithin: IsWithin): boolean =>
  whole || bodies.some((body) => administers(by, body, isWithin));

/** Closing ends every role of the person, so that every body where they have one now must be theirs. */
export const mayCloseAccount = (
  by: Actor | Granter,
  { personId, current }: { personId: string; current: readonly number[] },
  isWithin: IsWithin,
): boolean =>
  !(by.kind === 'person' && by.personId === personId) && current.every((body) => administers(by, body, isWithin));

/** Made for a body by its administrators. */
export const mayMakeAccount = (by: Actor | Granter, body: number, isWithin: IsWithin): boolean => administers(by, body, isWithin);
