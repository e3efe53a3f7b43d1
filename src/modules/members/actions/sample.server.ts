/** Invented members of the sample branches, loaded once into a system that has none. */
import { bodyTree, type BodyTree } from '#modules/organisation/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { successorsAt } from '#platform/dated/tree.ts';
import { sampleMembers, type SampleBranch } from '../rules/sample.ts';
import { hasMembers, insertMembers, writeExemptions, writeMemberships } from '../store/member.server.ts';
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
    return [];
  });
}
