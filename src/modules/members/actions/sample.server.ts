/** Invented members of the sample branches, loaded once into a system that has none. */
import { bodyTree, type BodyTree } from '#modules/organisation/index.server.ts';
import { personNamed } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { successorsAt } from '#platform/dated/tree.ts';
import { sampleMembers, type SampleBranch } from '../rules/sample.ts';
import { linkPersons } from '../store/account.server.ts';
import { hasMembers, insertMembers, listMembers, updateMembers, writeExemptions, writeMemberships } from '../store/member.server.ts';
import { asHouse, type Ground } from './ground.server.ts';

const BRANCH = 'chi bộ';

function branchesOf(tree: BodyTree): SampleBranch[] {
  return [...tree.versions.values()].flatMap((versions): SampleBranch[] => {
    const [first, last] = [versions[0]!, versions.at(-1)!];
    if (!first.sample || first.kind !== BRANCH) return [];
    const { id, parent, from } = first;
    const { until } = last;
    return [{ id, parent, from, until, successor: until === null ? null : (successorsAt(tree, id, until)[0] ?? null) }];
  });
}

/** @returns lines for the operator's terminal */
export async function loadSampleMembers({ db }: Ground, now: Instant): Promise<string[]> {
  const tree = await bodyTree(db);
  const author = { by: null, now };
  return asHouse(db, 'sample', async (tx) => {
    if (await hasMembers(tx)) return [];
    const members = sampleMembers(branchesOf(tree));
    const drafts = members.map(({ code, fullName, email }) => ({ code, fullName, email, phone: null, sample: true }));
    const ids = await insertMembers(tx, drafts, now);
    const all = <T>(of: (member: (typeof members)[number]) => readonly T[]) =>
      members.flatMap((member) => of(member).map((each) => ({ ...each, member: ids.get(member.code)! })));
    await writeMemberships(tx, all((member) => member.history), author);
    await writeExemptions(tx, all((member) => member.exemptions), author);
    await tieAccounts(tx, now);
    return [];
  });
}

/** Chi bộ ấp Phú Hòa, whose secretary and one of whose members have sample accounts. */
const PHU_HOA = 3_252_071;
const ACCOUNTS = ['bithu.phuhoa', 'dangvien.phuhoa'];

/** The sample accounts of a branch are members of it, under their own names. */
async function tieAccounts(tx: Db, now: Instant): Promise<void> {
  const here = await listMembers(tx, { bodies: [PHU_HOA], day: dayOf(now), words: [], limit: 20, offset: 0 });
  const free = here.filter(({ exempt }) => exempt === null);
  for (const [at, signInName] of ACCOUNTS.entries()) {
    const [person, member] = [await personNamed(tx, signInName, now), free[at]];
    if (!person || !member) continue;
    await updateMembers(tx, [{ id: member.id, code: member.code, fullName: person.name, phone: null, email: null }], now);
    await linkPersons(tx, [{ member: member.id, person: person.personId }]);
  }
}
