/** Which members these are: for later modules, which invite and count them. They have asked whose question it is. */
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { readCode } from '../rules/code.ts';
import { placeOfPerson, placesByCode, type Placed } from '../store/belonging.server.ts';
import { asHouse } from './ground.server.ts';

/** By the code of the register, however it is typed; unknown ones are missing. `body`: where on that day. */
export async function membersByCode(db: Db, codes: readonly string[], day: Day): Promise<Map<string, Placed>> {
  const placed = await asHouse(db, 'codes', (tx) => placesByCode(tx, codes.map(readCode), day));
  const known = new Map(placed.map((each) => [each.code, each]));
  return new Map(codes.flatMap((code) => {
    const found = known.get(readCode(code));
    return found ? [[code, found] as const] : [];
  }));
}

/** The member that a signed-in person is, and where on that day; undefined for somebody who is none. */
export const memberOfAccount = (db: Db, personId: string, day: Day): Promise<Placed | undefined> =>
  asHouse(db, 'account', (tx) => placeOfPerson(tx, personId, day));
