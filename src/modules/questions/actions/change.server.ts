import { within, type IsWithin } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { problem, type Failed, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';

export type Officer = { actor: Person; now: Instant };
export type Ground = Pick<Runtime, 'db'>;

/** One transaction; a refusal leaves nothing half-written behind. */
export async function change<T>(
  { db }: Ground, { now }: Officer, work: (tx: Db, isWithin: IsWithin) => Promise<Result<T>>,
): Promise<Result<T>> {
  const isWithin = await within(db, dayOf(now));
  return allOrNothing(db, (tx) => work(tx, isWithin));
}

export const forbidden = (): Failed => problem('forbidden');
