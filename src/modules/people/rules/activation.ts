import { mayGrant, type Granter, type IsWithin } from './roles.ts';

export const channels = ['letter', 'email'] as const;
export type Channel = (typeof channels)[number];

/** A letter waits for the next meeting of the branch, and for somebody who is away; a mail is read or it is not. */
export const CODE_DAYS: Readonly<Record<Channel, number>> = { letter: 60, email: 7 };

/**
 * Wrong codes. Nobody finds one of 80 bits by guessing; the limits keep machines from trying and the log from filling.
 * Right ones are not counted: a hall of two hundred members opens its accounts through one address.
 */
export const wrongCodeLimit = { name: 'people.activation.address', limit: 20, seconds: 900 };
export const wrongCodeGlobalLimit = { name: 'people.activation.global', limit: 600, seconds: 60 };

/** As much paper as an office printer takes, and as a page may take of a second. */
export const LETTERS_AT_ONCE = 200;

/** The text about what is kept of a member, as it is shown before the account is opened (docs/decisions/0013). */
export const NOTICE_VERSION = '2026-11';

/**
 * May somebody who keeps a person's body hand out a code that opens the person's account? A code lets its reader choose
 * the password. So whoever holds a role gets one only from an administrator of that role's body: a branch cannot open
 * the province's administrator. Nobody issues one for themselves.
 */
export const mayIssue = (
  by: Granter,
  { personId, bodies }: { personId: string; bodies: readonly number[] },
  isWithin: IsWithin,
): boolean =>
  !(by.kind === 'person' && by.personId === personId) && bodies.every((body) => mayGrant(by, body, isWithin));
