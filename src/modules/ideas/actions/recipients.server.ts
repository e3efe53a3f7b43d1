import { ancestors } from '#modules/organisation/index.server.ts';
import { personsWithRole, type Holder, type Role } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { isMailAddress } from '#platform/mail/mail.server.ts';

/** Somebody at work who can be written to. */
export type Recipient = { personId: string; name: string; email: string };

export const reachable = (holder: Holder): holder is Holder & { email: string } =>
  holder.email !== null && isMailAddress(holder.email);

/**
 * Who works in these roles for a body: its own people, or the nearest above it that have any. Each person once.
 * Roles are tried in order: a body without answerers has its leadership told.
 */
export async function workersOf(
  db: Db,
  roles: readonly Role[],
  body: number,
  now: Instant,
): Promise<Recipient[]> {
  const bodies = [body, ...(await ancestors(db, body, dayOf(now)))];
  for (const role of roles) {
    const holders = (await personsWithRole(db, role, bodies, now)).filter(reachable);
    const nearest = holders.filter((one) => one.bodyId === holders[0]?.bodyId);
    if (nearest.length > 0) return once(nearest);
  }
  return [];
}

export const once = (holders: readonly Recipient[]): Recipient[] => [
  ...new Map(holders.map(({ personId, name, email }) => [personId, { personId, name, email }])).values(),
];
