import type { Db } from '#platform/database/client.ts';
import { buildTree } from '#platform/dated/tree.ts';
import type { BodyTree } from '../rules/bodies.ts';
import { reachOf } from '../rules/reach.ts';
import { readEvents, readVersions } from '../store/bodies.server.ts';
import { lockBodies, reachIsMissing, replaceReach } from '../store/reach.server.ts';

/** The tree as this transaction sees it, its own changes included. */
export async function readTree(tx: Db): Promise<BodyTree> {
  return buildTree(await readVersions(tx), await readEvents(tx));
}

/** Brings `organisation.reach` to what the tree now says: the end of every transaction that changes bodies. */
export async function writeReach(tx: Db): Promise<void> {
  await replaceReach(tx, reachOf(await readTree(tx)));
}

/** Bodies that were entered before the table `reach` existed: once, at the start after its migration. */
export async function completeReach(db: Db): Promise<void> {
  if (!(await reachIsMissing(db))) return;
  await db.transaction().execute(async (tx) => {
    await lockBodies(tx);
    await writeReach(tx);
  });
}
