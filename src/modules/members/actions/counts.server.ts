/** How many members: for later modules, which ask about participation, duties and coverage. */
import { bodyTree } from '#modules/organisation/index.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { countByBody, countExempt } from '../store/member.server.ts';
import { asHouse } from './ground.server.ts';
import { partOf } from './scope.server.ts';

/**
 * Members in a body and everything below it, by the tree of that day; `exempt`: how many of them need not take part
 * on it. Zero for a body that did not exist then.
 */
export async function memberCount(db: Db, body: number, day: Day): Promise<{ members: number; exempt: number }> {
  const part = partOf(await bodyTree(db), body, day);
  const [counts, exempt] = await asHouse(db, 'count', async (tx) => [
    await countByBody(tx, part, day),
    await countExempt(tx, part, day),
  ] as const);
  return { members: [...counts.values()].reduce((sum, count) => sum + count, 0), exempt };
}

/** Members directly in each of these bodies on a day; those without any are missing. */
export const memberCounts = (db: Db, bodies: readonly number[], day: Day): Promise<Map<number, number>> =>
  asHouse(db, 'count', (tx) => countByBody(tx, bodies, day));
