/** A list from a file: read in a process of its own, shown row by row, and only then taken. */
import { audit } from '#platform/audit/audit.server.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { readOutline, readRows as readSheetRows } from '#platform/spreadsheet/read.server.ts';
import type { SheetRow } from '#platform/spreadsheet/sheet.ts';
import type { Tap } from '../input/roll.ts';
import type { Outcome } from '../rules/roll.ts';
import { findColumns, readRows, type Columns, type FileRow, type ReadRow } from '../rules/roll-file.ts';
import { rosterCodes } from '../store/roll-more.server.ts';
import { asHouse, type Asked, type Ground, type Keeper } from './roll-ground.server.ts';
import { readRoll, takeTaps } from './roll.server.ts';
import { markId, type Told } from './roll-record.server.ts';

/** A branch has fifty members, a hall a thousand seats. */
const MOST = 3_000;
export const MAX_BYTES = 900_000;

/** What of a row is taken over; the rest of the file is forgotten. */
export type Accepted = { member: number; outcome: Outcome; reason: string | null; seen: Outcome | null };
export type DryRun = { rows: ReadRow[]; accepted: Accepted[] };

/** Problems: as `readRoll`; at `file`: `sheet.…`, `file.large`, `file.headings`, `file.rows` {limit}. Changes nothing. */
export async function dryRun(ground: Ground, asked: Asked, { bytes, as }: { bytes: Uint8Array; as: string | null }, keeper: Keeper): Promise<Result<DryRun>> {
  const page = await readRoll(ground, asked, as, keeper);
  if (!page.ok) return page;
  if (bytes.length > MAX_BYTES) return fieldProblem('file', 'file.large');
  const rows = await rowsOf(bytes);
  if (!rows.ok) return failed(...rows.problems.map((each) => ({ field: 'file', ...each })));
  const people = page.value.branches.flatMap((branch) => branch.people);
  const codes = await asHouse(ground.db, 'codes of a list that the asker keeps', (tx) => rosterCodes(tx, people.map(({ member }) => member)));
  const read = readRows(rows.value, people.map((each) => ({ ...each, code: codes.get(each.member) ?? '' })));
  const accepted = read.flatMap(({ member, after, before, reason, problem: wrong, same }): Accepted[] =>
    member === null || after === null || wrong !== null || same ? [] : [{ member, outcome: after, reason: after === 'excused' ? reason || null : null, seen: before }]);
  return ok({ rows: read, accepted });
}

async function rowsOf(bytes: Uint8Array): Promise<Result<FileRow[]>> {
  const outline = await readOutline(bytes);
  if (!outline.ok) return outline;
  const sheets = outline.value.sheets.map((sheet, at) => ({ at, sheet, found: findColumns(sheet.head) }));
  const chosen = sheets.find(({ found, sheet }) => found && !sheet.hidden) ?? sheets.find(({ found }) => found);
  if (!chosen?.found) return problem('file.headings');
  const { row: heading, columns } = chosen.found;
  const wanted = [columns.code, columns.name, columns.outcome, columns.reason].filter((each) => each !== null);
  const rows: FileRow[] = [];
  const read = await readSheetRows(bytes, { sheet: chosen.at, columns: wanted }, async (batch) => {
    for (const each of batch) if (each.number > heading) rows.push(fileRow(each, columns));
  });
  if (!read.ok) return read;
  return rows.length > MOST ? problem('file.rows', { limit: MOST }) : ok(rows);
}

const fileRow = ({ number, cells }: SheetRow, columns: Columns): FileRow => {
  const of = (column: number | null) => (column === null ? '' : (cells[column] ?? ''));
  return { number, code: of(columns.code), name: of(columns.name), outcome: of(columns.outcome), reason: of(columns.reason).slice(0, 300) };
};

/** Takes what the dry run showed, checked anew; the same file twice is one. Problems: as `readRoll`. */
export async function applyFile(ground: Ground, asked: Asked, { accepted, as }: { accepted: readonly Accepted[]; as: string | null }, keeper: Keeper): Promise<Result<Told[]>> {
  const key = JSON.stringify(asked);
  const at = keeper.now.getTime();
  const taps = accepted.map((each): Tap => ({ ...each, id: markId('import', key, each.member, each.outcome, each.reason, each.seen), at }));
  const taken = await takeTaps(ground, asked, { taps, sentAt: at, as, way: 'import' }, keeper);
  if (!taken.ok) return taken;
  const subject = 'session' in asked ? `session:${asked.session}` : `campaign:${asked.campaign}`;
  const page = await readRoll(ground, asked, as, keeper);
  const bodyId = page.ok ? (page.value.branches[0]?.id || page.value.session?.bodyId || null) : null;
  await ground.db.transaction().execute((tx) => audit(tx, {
    kind: 'study.rollImported', by: keeper.actor, bodyId, subject, details: { rows: taps.length, taken: taken.value.filter(({ verdict }) => verdict === 'counts').length }, now: keeper.now,
  }));
  return taken;
}
