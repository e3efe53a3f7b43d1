import { emit } from '#platform/jobs/events.server.ts';
import type { Db } from '#platform/database/client.ts';
import { BATCH_ROWS, type Counts } from '../rules/import.ts';
import { planMember, type MemberKnown, type MemberPlan } from '../rules/plan.ts';
import { changeImport, lockImport } from '../store/import.server.ts';
import { judgeRows, nextRows, type StagedRow } from '../store/import-row.server.ts';
import {
  insertMembers,
  membersByCode,
  updateMembers,
  writeExemptions,
  writeMemberships,
  type Author,
} from '../store/member.server.ts';
import type { Applying } from './apply.server.ts';
import { rowContext } from './check-members.server.ts';
import { importScope } from './scope.server.ts';

type Batch = { before: ReadonlyMap<string, MemberKnown>; after: Map<string, MemberKnown>; counts: Counts; late: StagedRow[] };

/** One batch. @returns whether there may be more */
export async function applyMembers(applying: Applying): Promise<boolean> {
  const { db, it, now, readers } = applying;
  const scope = await importScope(db, it.body, it.asOf);
  const context = { asOf: it.asOf, allowed: (body: number) => scope.allowed.has(body) };
  return db.transaction().execute(async (tx) => {
    const current = await lockImport(tx, it.id);
    if (current?.state !== 'applying') return false;
    const { position } = current;
    const rows = await nextRows(tx, it.id, { position, limit: BATCH_ROWS, outcomes: ['new', 'changed'] });
    if (rows.length === 0) return false;
    const read = rows.map((row) => {
      const { row: said } = readers.member(row.cells, rowContext({ it, now: now() }, scope));
      return { row, said };
    });
    const codes = read.flatMap(({ said }) => (said ? [said.code] : []));
    const before: Map<string, MemberKnown> = await membersByCode(tx, codes, { lock: true });
    const batch: Batch = { before, after: new Map(), counts: { ...current.counts }, late: [] };
    for (const { row, said } of read) {
      const planned = said && planMember(batch.after.get(said.code) ?? before.get(said.code), said, context);
      if (planned && 'after' in planned) note(batch, planned);
      else batch.late.push({ ...row, outcome: 'problem', findings: [...row.findings, ...(planned ? [planned.stop] : [])] });
    }
    await write(tx, batch, { by: it.startedBy, now: now() });
    await judgeRows(tx, it.id, batch.late);
    batch.counts.applied = (batch.counts.applied ?? 0) + rows.length - batch.late.length;
    batch.counts.refused = (batch.counts.refused ?? 0) + batch.late.length;
    await changeImport(tx, it.id, { position: rows.at(-1)!.number, counts: batch.counts }, now());
    await emit(tx, 'members.changed', { import: it.id });
    return true;
  });
}

function note({ after, counts }: Batch, { after: member, change }: MemberPlan): void {
  after.set(member.code, member);
  if (change === 'joined' || change === 'moved' || change === 'ended') counts[change] = (counts[change] ?? 0) + 1;
}

const differs = (a: object, b: object | undefined): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** Only what differs is written. */
async function write(tx: Db, { before, after }: Batch, author: Author): Promise<void> {
  const all = [...after.values()];
  const fresh = await insertMembers(tx, all.filter((member) => member.id === null), author.now);
  const named = all.filter((member) => {
    const old = before.get(member.code);
    return old && (['fullName', 'phone', 'email'] as const).some((key) => old[key] !== member[key]);
  });
  await updateMembers(tx, named as (MemberKnown & { id: number })[], author.now);
  const idOf = (member: MemberKnown): number => {
    const id = member.id ?? fresh.get(member.code);
    // Somebody entered the code a moment ago: the batch is done again and finds it.
    if (id === undefined) throw new Error(`member of row with a code that has just been taken`);
    return id;
  };
  const changed = <T extends { id: number | null }>(of: (member: MemberKnown) => readonly T[]) =>
    all.flatMap((member) => {
      const old = before.get(member.code);
      const known = new Map((old ? of(old) : []).map((each) => [each.id, each]));
      const some = of(member).filter((each) => each.id === null || differs(each, known.get(each.id)));
      return some.map((each) => ({ ...each, member: idOf(member) }));
    });
  await writeMemberships(tx, changed((member) => member.history), author);
  await writeExemptions(tx, changed((member) => member.exemptions), author);
}
