/** What each row of a list of members would do. */
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { MemberRow, RowContext } from '../input/member-row.ts';
import { BATCH_ROWS, type Finding, type Import } from '../rules/import.ts';
import { judgeRepeated, planMember, type MemberKnown, type SaidInRow } from '../rules/plan.ts';
import { judgeRows, nextRows, repeatedCodes, type JudgedRow, type StagedRow } from '../store/import-row.server.ts';
import { membersByCode } from '../store/member.server.ts';
import { converted, type Checking } from './check.server.ts';
import { asHouse } from './ground.server.ts';
import { importScope, type ImportScope } from './scope.server.ts';

/** Rows that bear a code more than once wait until all have been read. */
type Waiting = { row: JudgedRow; said: MemberRow };
/** Rows judged at once. */
const ROWS = BATCH_ROWS;

export async function judgeMembers(checking: Checking): Promise<void> {
  const { db, it } = checking;
  const scope = await importScope(db, it.body, it.asOf);
  const repeated = await asHouse(db, 'check', (tx) => repeatedCodes(tx, it.id));
  const waiting = new Map<string, Waiting[]>();
  for (let position = it.mapping.headingRow; ; ) {
    const rows = await asHouse(db, 'check', (tx) => nextRows(tx, it.id, { position, limit: ROWS }));
    if (rows.length === 0) break;
    position = rows.at(-1)!.number;
    const alone: Waiting[] = [];
    const judged = rows.map((row) => read(row, checking, scope));
    for (const { row, said } of judged) {
      if (!said) continue;
      if (!repeated.has(said.code)) alone.push({ row, said });
      else waiting.set(said.code, [...(waiting.get(said.code) ?? []), { row, said }]);
    }
    await asHouse(db, 'check', async (tx) => {
      await plan(tx, alone, { it, scope });
      await judgeRows(tx, it.id, judged.map(({ row }) => row));
      await checking.progress(tx, rows.length);
    });
  }
  await judgeWaiting([...waiting.values()], checking, scope);
}

export function rowContext({ it, now }: Pick<Checking, 'it' | 'now'>, scope: ImportScope): RowContext {
  const { finder, bodyFrom } = scope;
  return { today: dayOf(now), asOf: it.asOf, bodies: finder, root: it.body, bodyFrom };
}

function read(staged: StagedRow, checking: Checking, scope: ImportScope): { row: JudgedRow; said: MemberRow | null } {
  const row = converted(staged, checking);
  const { cells } = row;
  if (checking.readers.isFoot(cells)) return { row, said: null };
  const { row: said, findings, shortened } = checking.readers.member(cells, rowContext(checking, scope));
  row.findings = findings;
  if (shortened) checking.counts.shortened = (checking.counts.shortened ?? 0) + 1;
  if (!said) row.outcome = 'problem';
  return { row, said };
}

/** Writes outcome and findings into the rows. */
async function plan(tx: Db, rows: readonly Waiting[], { it, scope }: { it: Import; scope: ImportScope }): Promise<void> {
  const known: Map<string, MemberKnown> = await membersByCode(tx, rows.map(({ said }) => said.code), { lock: false });
  const context = { asOf: it.asOf, allowed: (body: number) => scope.allowed.has(body) };
  for (const { row, said } of rows) {
    const planned = planMember(known.get(said.code), said, context);
    if ('stop' in planned) refuse(row, planned.stop);
    else {
      row.outcome = planned.outcome;
      row.findings.push(...planned.findings);
      known.set(said.code, planned.after);
    }
  }
}

function refuse(row: StagedRow, finding: Finding): void {
  row.outcome = 'problem';
  row.findings.push(finding);
}

async function judgeWaiting(groups: readonly Waiting[][], checking: Checking, scope: ImportScope): Promise<void> {
  for (let at = 0; at < groups.length; at += ROWS) {
    const some = groups.slice(at, at + ROWS);
    const rows: Waiting[] = [];
    for (const group of some) {
      const said = group.map(({ row, said }): SaidInRow => ({ ...said, number: row.number }));
      const judged = judgeRepeated(said, checking.it.asOf);
      for (const one of group) {
        const verdict = judged.get(one.row.number);
        if (!verdict) rows.push(one);
        else {
          one.row.outcome = verdict.outcome;
          one.row.findings.push(verdict.finding);
        }
      }
    }
    const { it } = checking;
    await asHouse(checking.db, 'check', async (tx) => {
      await plan(tx, rows, { it, scope });
      await judgeRows(tx, it.id, some.flat().map(({ row }) => row));
    });
  }
}
