import { emit } from '#platform/jobs/events.server.ts';
import { BATCH_ROWS, type Counts } from '../rules/import.ts';
import { planMember, type MemberKnown, type MemberPlan } from '../rules/plan.ts';
import { changeImport, lockImport } from '../store/import.server.ts';
import { judgeRows, nextRows, type StagedRow } from '../store/import-row.server.ts';
import { membersByCode } from '../store/member.server.ts';
import type { Applying } from './apply.server.ts';
import { rowContext } from './check-members.server.ts';
import { asHouse } from './ground.server.ts';
import { importScope } from './scope.server.ts';
import { writeMembers } from './write.server.ts';

type Batch = { after: Map<string, MemberKnown>; counts: Counts; late: StagedRow[] };

/** One batch. @returns whether there may be more */
export async function applyMembers(applying: Applying): Promise<boolean> {
  const { db, it, now, readers } = applying;
  const scope = await importScope(db, it.body, it.asOf);
  const context = { asOf: it.asOf, allowed: (body: number) => scope.allowed.has(body) };
  return asHouse(db, 'apply', async (tx) => {
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
    const batch: Batch = { after: new Map(), counts: { ...current.counts }, late: [] };
    for (const { row, said } of read) {
      const planned = said && planMember(batch.after.get(said.code) ?? before.get(said.code), said, context);
      if (planned && 'after' in planned) note(batch, planned);
      else batch.late.push({ ...row, outcome: 'problem', findings: [...row.findings, ...(planned ? [planned.stop] : [])] });
    }
    await writeMembers(tx, before, [...batch.after.values()], { by: it.startedBy, now: now() });
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
