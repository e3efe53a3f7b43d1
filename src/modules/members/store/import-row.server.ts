/** Rows of imports, between the file and the members: only mapped columns ever come here. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { Field } from '../rules/fields.ts';
import type { Finding, Outcome } from '../rules/import.ts';

export type StagedRow = {
  number: number;
  cells: Partial<Record<Field, string>>;
  hidden: boolean;
  outcome: Outcome | 'read';
  findings: Finding[];
};

export async function deleteRows(tx: Db, importId: number): Promise<void> {
  await sql`delete from members.import_row where import_id = ${importId}`.execute(tx);
}

export async function insertRows(
  tx: Db,
  importId: number,
  rows: readonly Pick<StagedRow, 'number' | 'cells' | 'hidden'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into members.import_row (import_id, number, cells, hidden)
    select ${importId}::bigint, number, cells, hidden
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(number integer, cells jsonb, hidden boolean)`.execute(tx);
}

const columns = sql`number, cells, hidden, outcome, findings`;

/** The next rows in the order of the file, behind `position`; `outcomes` keeps only some. */
export async function nextRows(
  db: Db,
  importId: number,
  { position, limit, outcomes }: { position: number; limit: number; outcomes?: readonly (Outcome | 'read')[] },
): Promise<StagedRow[]> {
  const some = outcomes ? sql`and outcome = any(${[...outcomes]}::text[])` : sql``;
  const { rows } = await sql<StagedRow>`
    select ${columns} from members.import_row
    where import_id = ${importId} and number > ${position} ${some}
    order by number limit ${limit}`.execute(db);
  return rows;
}

/** Rows that bear a code more than once, by code. */
export async function repeatedCodes(db: Db, importId: number): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    select cells ->> 'code' as code from members.import_row
    where import_id = ${importId} and cells ->> 'code' <> ''
    group by 1 having count(*) > 1`.execute(db);
  return new Set(rows.map((row) => row.code));
}

export type JudgedRow = StagedRow & {
  /** The cells are no longer as they were read. */
  rewritten?: boolean;
};

/** Most rows of a list are in order: of those only the outcome travels. */
export async function judgeRows(tx: Db, importId: number, rows: readonly JudgedRow[]): Promise<void> {
  const plain = rows.filter(({ findings, rewritten }) => findings.length === 0 && !rewritten);
  const full = rows.filter(({ findings, rewritten }) => findings.length > 0 || rewritten);
  if (plain.length > 0) {
    await sql`
      update members.import_row r set outcome = n.outcome
      from unnest(${plain.map(({ number }) => number)}::int[], ${plain.map(({ outcome }) => outcome)}::text[])
        as n(number, outcome)
      where r.import_id = ${importId} and r.number = n.number`.execute(tx);
  }
  if (full.length > 0) {
    await sql`
      update members.import_row r set cells = n.cells, outcome = n.outcome, findings = n.findings
      from jsonb_to_recordset(${JSON.stringify(full)}::jsonb)
        as n(number integer, cells jsonb, outcome text, findings jsonb)
      where r.import_id = ${importId} and r.number = n.number`.execute(tx);
  }
}

export async function countOutcomes(db: Db, importId: number): Promise<{ outcomes: Map<Outcome, number>; partly: number }> {
  const { rows } = await sql<{ outcome: Outcome; count: number; partly: number }>`
    select outcome, count(*)::int as count, count(*) filter (where findings <> '[]' and outcome <> 'problem')::int as partly
    from members.import_row where import_id = ${importId} group by outcome`.execute(db);
  return {
    outcomes: new Map(rows.map((row) => [row.outcome, row.count])),
    partly: rows.reduce((sum, row) => sum + row.partly, 0),
  };
}

export type RowFilter = 'problem' | 'partly' | Outcome;

const filtered = (filter: RowFilter) =>
  filter === 'partly' ? sql`findings <> '[]' and outcome <> 'problem'` : sql`outcome = ${filter}`;

/** One page of the rows of a kind, in the order of the file. */
export async function listRows(
  db: Db,
  importId: number,
  { filter, limit, offset }: { filter: RowFilter; limit: number; offset: number },
): Promise<{ rows: StagedRow[]; total: number }> {
  const [{ rows }, { rows: total }] = await Promise.all([
    sql<StagedRow>`select ${columns} from members.import_row where import_id = ${importId} and ${filtered(filter)}
      order by number limit ${limit} offset ${offset}`.execute(db),
    sql<{ count: number }>`select count(*)::int as count from members.import_row
      where import_id = ${importId} and ${filtered(filter)}`.execute(db),
  ]);
  return { rows, total: total[0]?.count ?? 0 };
}
