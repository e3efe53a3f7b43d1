import type { Instant } from '#platform/clock.ts';
import type { Actor } from './roles.ts';

/** How long a proof of who one is lasts, for what is more than reading: exports, roles, publishing. */
export const PROOF_MINUTES = 10;

/** Must the person prove once more who they are? Always when nobody knows when they last did. */
export function needsProof(actor: Actor, now: Instant): boolean {
  if (actor.kind !== 'person' || !actor.provenAt) return true;
  const age = now.getTime() - actor.provenAt.getTime();
  return age < 0 || age > PROOF_MINUTES * 60_000;
}

/** Wrong proofs of one signed-in person within an hour; a right one forgets them. */
export const proofLimit = { name: 'people.proof', limit: 10, seconds: 3_600 };
