import { renamePersons } from '#modules/people/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import type { MemberKnown } from '../rules/plan.ts';
import { insertMembers, updateMembers, writeExemptions, writeMemberships, type Author } from '../store/member.server.ts';
import { asHouse } from './ground.server.ts';

const CONTACT = ['fullName', 'phone', 'email'] as const;
const differs = (a: object, b: object | undefined): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** Somebody else has entered one of the new codes a moment ago: nothing was written. */
export class CodeTaken extends Error {}

/**
 * Writes what differs between what was known and what is now so, by code.
 * @throws CodeTaken: read again and try again
 */
export async function writeMembers(
  tx: Db,
  before: ReadonlyMap<string, MemberKnown>,
  after: readonly MemberKnown[],
  author: Author,
): Promise<Map<string, number>> {
  // Nobody may enter a person who is nowhere; the memberships below are entered in the writer's own name.
  const unknown = after.filter((member) => member.id === null);
  const fresh = await asHouse(tx, 'enter people', () => insertMembers(tx, unknown, author.now));
  const renamed = after.filter((member) => {
    const old = before.get(member.code);
    return old && CONTACT.some((key) => old[key] !== member[key]);
  });
  const accounts = await updateMembers(tx, renamed as (MemberKnown & { id: number })[], author.now);
  // An account is called as its member is; how it is reached, its owner says.
  if (accounts.length > 0) await renamePersons(tx, accounts, author.now);
  const ids = new Map<string, number>();
  for (const { id, code } of after) {
    const known = id ?? fresh.get(code);
    if (known === undefined) throw new CodeTaken('the code of a new member has just been taken');
    ids.set(code, known);
  }
  const changed = <T extends { id: number | null }>(of: (member: MemberKnown) => readonly T[]) =>
    after.flatMap((member) => {
      const old = before.get(member.code);
      const known = new Map((old ? of(old) : []).map((each) => [each.id, each]));
      const some = of(member).filter((each) => each.id === null || differs(each, known.get(each.id)));
      return some.map((each) => ({ ...each, member: ids.get(member.code)! }));
    });
  await writeMemberships(tx, changed((member) => member.history), author);
  await writeExemptions(tx, changed((member) => member.exemptions), author);
  return ids;
}
