/** The dry run: reads the mapped columns of the whole file, says of every row what it would do, writes no member. */
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { plain } from '#platform/spreadsheet/neutral.ts';
import { readRows } from '#platform/spreadsheet/read.server.ts';
import type { SheetRow } from '#platform/spreadsheet/sheet.ts';
import type { BodyRead } from '../input/body-row.ts';
import type { Cells, MemberRead, RowContext } from '../input/member-row.ts';
import { readCode } from '../rules/code.ts';
import type { Field } from '../rules/fields.ts';
import { isNumbering } from '../rules/heading.ts';
import { readColumns, type Counts, type Import, type Mapping } from '../rules/import.ts';
import { converter, noteCell, type Convert, type Evidence } from '../rules/legacy.ts';
import { changeImport, findImport, readFile } from '../store/import.server.ts';
import { countOutcomes, deleteRows, insertRows, type JudgedRow, type StagedRow } from '../store/import-row.server.ts';
import { judgeBodies } from './check-bodies.server.ts';
import { judgeMembers } from './check-members.server.ts';
import { asHouse, type Ground } from './ground.server.ts';

/** How the cells of a row are read; the door hands it to the jobs. */
export type RowReaders = {
  member(cells: Cells, context: RowContext): MemberRead;
  body(cells: Cells, days: { today: Day; asOf: Day }): BodyRead;
  /** A sum or a signature below the list. */
  isFoot(cells: Cells): boolean;
};

export type Checking = {
  readers: RowReaders;
  db: Db;
  it: Import & { mapping: Mapping };
  counts: Counts;
  convert: Convert;
  now: Instant;
  /** Rows judged since the last time: kept for the progress page. */
  progress(tx: Db, rows: number): Promise<void>;
};

type Staged = { evidence: Evidence; counts: Counts } | { refusal: Import['refusal'] };

/** Runs from the start whenever it is run: a killed worker's dry run is done again. */
export async function checkImport(
  { db }: Ground,
  id: number,
  { now, readers }: { now: () => Instant; readers: RowReaders },
): Promise<void> {
  const it = await asHouse(db, 'check', (tx) => findImport(tx, id));
  if (it?.state !== 'checking' || !it.mapping) return;
  const file = await asHouse(db, 'check', (tx) => readFile(tx, id));
  const staged = file
    ? await stageRows(db, { ...it, mapping: it.mapping }, file, now)
    : { refusal: { code: 'import.fileGone' } };
  if ('refusal' in staged) {
    const { refusal } = staged;
    await asHouse(db, 'check', (tx) => changeImport(tx, id, { state: 'refused', refusal, finishedAt: now() }, now()));
    return;
  }
  const { counts } = staged;
  const checking: Checking = {
    readers,
    db,
    it: { ...it, mapping: it.mapping },
    counts,
    convert: converter(staged.evidence),
    now: now(),
    async progress(tx, rows) {
      counts.judged = (counts.judged ?? 0) + rows;
      await changeImport(tx, id, { counts }, now());
    },
  };
  await (it.kind === 'members' ? judgeMembers(checking) : judgeBodies(checking));
  await asHouse(db, 'check', async (tx) => {
    const { outcomes, partly } = await countOutcomes(tx, id);
    const told = { ...counts, ...Object.fromEntries(outcomes), partly };
    await changeImport(tx, id, { state: 'checked', counts: told, position: 0 }, now());
    await emit(tx, 'members.importChecked', { id });
  });
}

async function stageRows(
  db: Db,
  it: Import & { mapping: Mapping },
  file: Uint8Array,
  now: () => Instant,
): Promise<Staged> {
  const { mapping, id } = it;
  const columns = readColumns(mapping);
  const evidence: Evidence = new Map();
  const counts: Counts = { rows: 0, read: 0, hidden: 0 };
  await asHouse(db, 'check', (tx) => deleteRows(tx, id));
  let first = true;
  const wanted = { sheet: mapping.sheet, columns: columns.map(({ column }) => column) };
  const read = await readRows(file, wanted, async (batch) => {
    const rows = batch.filter(({ number, hidden }) => number > mapping.headingRow && !(hidden && mapping.skipHidden));
    if (first && rows[0] && isNumbering(rows[0].cells)) rows.shift();
    if (rows.length > 0) first = false;
    counts.read = (counts.read ?? 0) + rows.length;
    counts.hidden = (counts.hidden ?? 0) + rows.filter((row) => row.hidden).length;
    const staged = rows.map((row) => stage(row, columns, evidence));
    await asHouse(db, 'check', async (tx) => {
      await insertRows(tx, id, staged);
      await changeImport(tx, id, { counts }, now());
    });
  });
  counts.rows = counts.read ?? 0;
  if (read.ok) return { evidence, counts };
  const { code, values } = read.problems[0]!;
  return { refusal: values ? { code, values: values } : { code } };
}

function stage(
  { number, hidden, cells }: SheetRow,
  columns: readonly { field: Field }[],
  evidence: Evidence,
): Pick<StagedRow, 'number' | 'cells' | 'hidden'> {
  const byField: StagedRow['cells'] = {};
  for (const [at, { field }] of columns.entries()) {
    const text = plain(cells[at] ?? '');
    noteCell(evidence, field, text);
    byField[field] = field === 'code' ? readCode(text) : text;
  }
  return { number, hidden, cells: byField };
}

/** Most examples of a conversion that a person looks at. */
const EXAMPLES = 5;

/** The row with its cells in Unicode; counts what had to be converted. */
export function converted(staged: StagedRow, { convert, counts }: Checking): JudgedRow {
  const cells: StagedRow['cells'] = {};
  let rewritten = false;
  for (const [name, from] of Object.entries(staged.cells)) {
    const field = name as Field;
    const to = convert(field, from);
    cells[field] = to;
    if (to === from) continue;
    rewritten = true;
    counts.converted = (counts.converted ?? 0) + 1;
    counts.examples ??= [];
    if (counts.examples.length < EXAMPLES) counts.examples.push({ from, to });
  }
  return { ...staged, cells, rewritten, outcome: 'ignored', findings: [] };
}
