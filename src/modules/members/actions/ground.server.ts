/**
 * Where every read and write of members and their lists begins: in whose name the database is asked. The tables have
 * row-level security, so what does not come through here finds nothing.
 */
import { bodyTree } from '#modules/organisation/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Keeper } from './scope.server.ts';

export type Ground = Pick<Runtime, 'db'>;

/** One transaction in the name of whoever acts; who has not signed in asks in nobody's name. */
export async function asOfficer<T>(db: Db, { actor }: Keeper, work: (tx: Db) => Promise<T>): Promise<T> {
  // Before the transaction: inside one the tree is never loaded anew, however old it is.
  if (!db.isTransaction) await bodyTree(db);
  if (actor.kind === 'person') return asPerson(db, actor.personId, work);
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/** One transaction of the house itself: jobs, samples, what follows a reorganisation, figures without names. */
export const asHouse = <T>(db: Db, why: string, work: (tx: Db) => Promise<T>): Promise<T> =>
  asSystem(db, `members: ${why}`, work);
