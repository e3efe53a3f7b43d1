/**
 * Where every read and write of campaigns begins: in whose name the database is asked. Rosters, lists and questions have
 * row-level security, so what does not come through here finds nothing.
 */
import { bodyTree } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import type { Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';

export type Ground = Pick<Runtime, 'db' | 'pageCache'>;
export type Officer = { actor: Person; now: Instant };

/** What the house counts and writes for everybody, after the action has asked whether it may. */
export const asHouse = <T>(db: Db, why: string, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, `study: ${why}`, work);

/** What this person may see of names: their own, and those of the branch whose secretary they are. */
export const inTheNameOf = <T>(db: Db, { actor }: Officer, work: (tx: Db) => Promise<T>): Promise<T> =>
  asPerson(db, actor.personId, work);

/** One transaction of the house; a refusal leaves nothing half-written, and public pages are read anew. */
export async function change<T>({ db, pageCache }: Ground, why: string, work: (tx: Db) => Promise<Result<T>>): Promise<Result<T>> {
  // Before the transaction: inside one the tree is never loaded anew, however old it is.
  await bodyTree(db);
  const result = await allOrNothing(db, (tx) => asHouse(tx, why, () => work(tx)));
  if (result.ok) pageCache.invalidate(['study']);
  return result;
}
