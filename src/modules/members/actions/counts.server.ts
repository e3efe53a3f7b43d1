/** How many members: for later modules, which ask about participation, duties and coverage. */
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { countByBody, countExemptBelow, countWithin } from '../store/count.server.ts';
import { asHouse } from './ground.server.ts';

/**
 * Members in a body and everything below it, by the tree of that day; `exempt`: how many of them need not take part
 * on it. Zero for a body that did not exist then.
 */
export function memberCount(db: Db, body: number, day: Day): Promise<{ members: number; exempt: number }> {
  return asHouse(db, 'count', async (tx) => ({
    members: (await countWithin(tx, [body], day)).get(body)?.whole ?? 0,
    exempt: await countExemptBelow(tx, body, day),
  }));
}

/** Members directly in each of these bodies on a day; those without any are missing. */
export const memberCounts = (db: Db, bodies: readonly number[], day: Day): Promise<Map<number, number>> =>
  asHouse(db, 'count', (tx) => countByBody(tx, bodies, day));
