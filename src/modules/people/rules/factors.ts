import type { Instant } from '#platform/clock.ts';
import type { Actor, Grant, Person } from './roles.ts';

/** How long a proof of who one is lasts, for what is more than reading: exports, roles, publishing. */
export const PROOF_MINUTES = 10;

/** Must the person prove once more who they are? Always when nobody knows when they last did. */
export function needsProof(actor: Actor, now: Instant): boolean {
  if (actor.kind !== 'person' || !actor.provenAt) return true;
  const age = now.getTime() - actor.provenAt.getTime();
  return age < 0 || age > PROOF_MINUTES * 60_000;
}

/** What opened a session, or made it strong. */
export type Factor = 'password' | 'totp' | 'recovery' | 'passkey' | 'oidc';

/** What the database says about a session and its person. */
export type InSession = {
  personId: string;
  name: string;
  grants: Grant[];
  provenAt: Instant | null;
  /** Opened or confirmed with two factors. */
  strong: boolean;
  /** The person has an authenticator app or a passkey. */
  hasFactor: boolean;
  /** On a device of others. */
  shared: boolean;
  /** To the hour. */
  usedAt: Instant | null;
};

/**
 * Who somebody in a session is. Roles count only where a second factor has been shown: without one they are nobody's,
 * and a session that has not shown the factor its person has is no proof of anything.
 */
export function personIn({ strong, hasFactor, grants, provenAt, shared, personId, name }: InSession): Person {
  return {
    kind: 'person',
    personId,
    name,
    grants: strong ? grants : [],
    provenAt: strong || !hasFactor ? provenAt : null,
    hasFactor,
    ...(grants.length > 0 && !strong ? { awaitsFactor: true } : {}),
    ...(shared ? { shared } : {}),
  };
}

/** Wrong proofs of one signed-in person within an hour; a right one forgets them. */
export const proofLimit = { name: 'people.proof', limit: 10, seconds: 3_600 };
/**
 * Second steps of one account within an hour, from however many addresses: with three of a million codes right at any
 * moment, a year of guessing finds one with a chance of a quarter, and only with the password.
 */
export const secondLimit = { name: 'people.second', limit: 10, seconds: 3_600 };

/** A second step is begun with the password and finished within this time and number of guesses. */
export const SECOND_STEP = { seconds: 300, guesses: 5 };
/** A passkey's challenge is answered once, within this time. */
export const CHALLENGE_SECONDS = 300;
/** A new secret is shown for this long; then setting up starts again. */
export const SETUP_SECONDS = 1_800;
export const RECOVERY_CODES = 10;

/** RFC 6238 §5.2: a code works once, and none older than the last one taken works at all. */
export const isFresh = (step: number, lastStep: number): boolean => step > lastStep;

/** A secret as people copy it: groups of four. */
export const inGroups = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? '';

/** Challenges that one neighbourhood may ask for: whoever opens the sign-in page in an office asks for one or two. */
export const passkeyLimit = { name: 'people.passkey', limit: 120, seconds: 900 };
/** A trip to an identity provider and back, and how long an identity then waits to be linked. */
export const PROVIDER_SECONDS = 600;
export const LINK_SECONDS = 900;
