import { placeTree } from '#modules/places/index.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ancestorsAt, successorsAt } from '#platform/dated/tree.ts';

/** A place, what it has become, and every place of today above that: whoever cares for one of these cares for it. */
export async function placesAround(db: Db, placeId: number | null, today: Day): Promise<number[]> {
  if (placeId === null) return [];
  const tree = await placeTree(db);
  const present = successorsAt(tree, placeId, today);
  return [...new Set([placeId, ...present, ...present.flatMap((id) => ancestorsAt(tree, id, today))])];
}
