/** What the pages about imports show. */
import { bodyName, bodyTree } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { columnName } from '#platform/spreadsheet/cells.ts';
import type { Outline } from '#platform/spreadsheet/sheet.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { MappingQuery } from '../input/import.ts';
import { fieldsOf, isCounter, type Field } from '../rules/fields.ts';
import { isNumbering } from '../rules/heading.ts';
import { isWorking, mayCancel, readColumns, type Import, type Mapping } from '../rules/import.ts';
import { PAGE, rowFilters, type RowFilter } from '../rules/list.ts';
import { applyingImport, hasMarkedCopy, listImports, readMarkedCopy, readMemory, readOutlineOf } from '../store/import.server.ts';
import { listRows, type StagedRow } from '../store/import-row.server.ts';
import { findingText } from './findings.server.ts';
import { asHouse, asOfficer, type Ground } from './ground.server.ts';
import { importFor, isSilent, type Officer } from './import.server.ts';
import { bestSheet, columnsOf, headingOf } from './outline.server.ts';
import { partOf, rootsOf, standingIn, type Keeper } from './scope.server.ts';

export type ImportItem = Pick<Import, 'id' | 'kind' | 'state' | 'fileName' | 'counts' | 'startedAt' | 'asOf'> & {
  body: string;
  by: string;
};
export type ImportList = { items: ImportItem[]; total: number; page: number; roots: { id: number; name: string }[] };

async function present(db: Db, imports: readonly Import[]): Promise<ImportItem[]> {
  const names = await namesOf(db, imports.map((it) => it.startedBy));
  return Promise.all(
    imports.map(async ({ id, kind, state, fileName, counts, startedAt, asOf, body, startedBy }) => ({
      ...{ id, kind, state, fileName, counts, startedAt, asOf },
      body: await bodyName(db, body, asOf, dayOf(startedAt)),
      by: names.get(startedBy) ?? '–',
    })),
  );
}

/** What the upload form offers. Problem `forbidden` for who keeps no list. */
export async function readUploadPage({ db }: Ground, officer: Keeper): Promise<Result<{ roots: { id: number; name: string }[]; today: Day }>> {
  const roots = await rootsOf(db, officer);
  if (roots.length === 0) return problem('forbidden');
  return ok({ roots: roots.map(({ id, name }) => ({ id, name })), today: dayOf(officer.now) });
}

/** Imports of the bodies that the officer keeps, the newest first. Problem `forbidden` for everybody else. */
export async function readImports({ db }: Ground, page: number, officer: Keeper): Promise<Result<ImportList>> {
  const roots = await rootsOf(db, officer);
  if (roots.length === 0) return problem('forbidden');
  const [tree, today] = [await bodyTree(db), dayOf(officer.now)];
  const bodies = roots.flatMap((root) => partOf(tree, root.id, today));
  const part = { bodies, limit: PAGE, offset: (page - 1) * PAGE };
  const { imports, total } = await asOfficer(db, officer, (tx) => listImports(tx, part));
  const names = roots.map(({ id, name }) => ({ id, name }));
  return ok({ items: await present(db, imports), total, page, roots: names });
}

export type MappingColumn = {
  column: number;
  letter: string;
  label: string;
  field: Field | null;
  sensitive: boolean;
  samples: string[];
};
export type MappingPage = {
  sheets: { name: string; rows: number; hidden: boolean; hiddenRows: number }[];
  sheet: number;
  headingRow: number;
  /** Letters of the columns that the spreadsheet hides. */
  hiddenColumns: string[];
  uncalculated: number;
  links: boolean;
  skipHidden: boolean;
  columns: MappingColumn[];
  fields: readonly Field[];
  wholeBody: string;
};
export type RowItem = {
  number: number;
  /** Code and name, as far as the row has them. */
  code: string;
  name: string;
  findings: { cell: string; text: string; stop: boolean; value: string }[];
};
export type ImportPage = {
  it: ImportItem & Pick<Import, 'refusal' | 'progressAt' | 'finishedAt'> & { bodyId: number };
  working: boolean;
  silent: boolean;
  cancellable: boolean;
  mapping: MappingPage | null;
  /** After the dry run. */
  rows: { filter: RowFilter; page: number; total: number; items: RowItem[]; counts: Record<RowFilter, number> } | null;
  /** Headings that are not imported; the sensitive ones can never be. */
  left: { label: string; sensitive: boolean }[];
  marked: boolean;
  /** Somebody else's import is being applied: this one has to wait. */
  busy: { by: string; since: Date } | null;
};

export type ImportQuery = { mapping: MappingQuery; rows: { filter: RowFilter | null; page: number }; remap: boolean; t: Translate };

/** One import, whatever state it is in. Problems: `import.missing`, `forbidden`. */
export function readImportPage({ db }: Ground, id: number, query: ImportQuery, officer: Officer): Promise<Result<ImportPage>> {
  return asOfficer(db, officer, async (tx) => {
    const found = await importFor(tx, id, officer);
    return found.ok ? ok(await presentImport(tx, found.value, query, officer)) : found;
  });
}

async function presentImport(db: Db, it: Import, query: ImportQuery, officer: Officer): Promise<ImportPage> {
  const [item] = await present(db, [it]);
  const { refusal, progressAt, finishedAt, body } = it;
  const mapping = it.state === 'mapping' || (it.state === 'checked' && query.remap);
  const busy = it.state === 'checked' ? await asHouse(db, 'one import at a time', applyingImport) : undefined;
  return {
    it: { ...item!, refusal, progressAt, finishedAt, bodyId: body },
    working: isWorking(it.state),
    silent: isSilent(it, officer.now),
    cancellable: mayCancel(it.state),
    mapping: mapping ? await readMappingPage(db, it, query.mapping) : null,
    rows: ['checked', 'applying', 'done'].includes(it.state) ? await readRowsPage(db, it, query) : null,
    left: (it.mapping?.columns ?? []).flatMap(({ label, field, sensitive }) =>
      field === null && label !== '' && !isCounter(label) ? [{ label, sensitive }] : [],
    ),
    marked: await hasMarkedCopy(db, it.id),
    busy: busy ? { by: (await namesOf(db, [busy.startedBy])).get(busy.startedBy) ?? '–', since: busy.startedAt } : null,
  };
}

async function readMappingPage(db: Db, it: Import, query: MappingQuery): Promise<MappingPage | null> {
  const outline = await readOutlineOf(db, it.id);
  if (!outline) return null;
  const said = it.mapping;
  const sheet = chosenSheet(it, outline, query);
  const info = outline.sheets[sheet]!;
  const row = query.headingRow ?? (query.sheet === null && said?.sheet === sheet ? said.headingRow : null);
  const heading = headingOf(it.kind, info, row);
  const remembered = await readMemory(db, { body: it.body, person: it.startedBy, kind: it.kind });
  const guessed = columnsOf(it.kind, heading, remembered);
  const again = said?.sheet === sheet && said.headingRow === heading.row ? said : null;
  const below = info.head.filter(({ number, cells }) => number > heading.row && !isNumbering(cells));
  return {
    sheets: outline.sheets.map(({ name, rows, hidden, hiddenRows }) => ({ name, rows, hidden, hiddenRows })),
    sheet,
    headingRow: heading.row,
    hiddenColumns: info.hiddenColumns.map(columnName),
    uncalculated: info.uncalculated,
    links: outline.links,
    skipHidden: again?.skipHidden ?? false,
    columns: guessed.map(({ column, label, field, sensitive }) => ({
      column,
      letter: columnName(column),
      label,
      field: again ? fieldIn(again, column) : field,
      sensitive,
      samples: sensitive ? [] : samplesOf(below.map(({ cells }) => cells[column] ?? '')),
    })),
    fields: fieldsOf(it.kind),
    wholeBody: await bodyName(db, it.body, it.asOf, it.asOf),
  };
}

const chosenSheet = (it: Import, outline: Outline, { sheet }: MappingQuery): number => {
  if (sheet !== null && outline.sheets[sheet]) return sheet;
  return it.mapping?.sheet ?? bestSheet(it.kind, outline);
};

const fieldIn = ({ columns }: Mapping, column: number): Field | null =>
  columns.find((each) => each.column === column)?.field ?? null;

/** Three different cells show what a column holds. */
const samplesOf = (texts: readonly string[]): string[] => [...new Set(texts.filter((text) => text !== ''))].slice(0, 3);

async function readRowsPage(db: Db, it: Import, { rows, t }: ImportQuery): Promise<ImportPage['rows']> {
  const counts = Object.fromEntries(rowFilters.map((filter) => [filter, it.counts[filter] ?? 0])) as Record<RowFilter, number>;
  const filter = rows.filter ?? rowFilters.find((each) => counts[each] > 0) ?? 'problem';
  const { rows: staged, total } = await listRows(db, it.id, { filter, limit: PAGE, offset: (rows.page - 1) * PAGE });
  const columns = new Map(it.mapping ? readColumns(it.mapping).map(({ field, column }) => [field, columnName(column)]) : []);
  return { filter, page: rows.page, total, counts: { ...counts, [filter]: total }, items: staged.map((row) => presentRow(row, it, columns, t)) };
}

function presentRow(row: StagedRow, it: Import, columns: ReadonlyMap<Field, string>, t: Translate): RowItem {
  const { number, cells } = row;
  return {
    number,
    code: cells.code ?? '',
    name: cells.name ?? `${cells.family ?? ''} ${cells.given ?? ''}`.trim(),
    findings: row.findings.map((finding) => {
      const letter = finding.field ? columns.get(finding.field) : undefined;
      return {
        cell: letter ? `${letter}${number}` : '',
        value: finding.field ? (cells[finding.field] ?? '') : '',
        text: findingText(t, it.kind, finding),
        stop: finding.stop,
      };
    }),
  };
}

/** The marked copy: names leave the house with it, so each time is an act in the log. Problems: `import.missing`, `forbidden`, `import.notMarked`: there is none (yet). */
export function markedCopyOf({ db }: Ground, id: number, officer: Officer): Promise<Result<Uint8Array>> {
  return asOfficer(db, officer, async (tx) => {
    const found = await importFor(tx, id, officer);
    if (!found.ok) return found;
    const content = await readMarkedCopy(tx, id);
    if (!content) return problem('import.notMarked');
    const { body, kind } = found.value;
    const { actor, now } = officer;
    const details = { list: kind, ...(await standingIn(tx, body, officer)) };
    const by = actor.kind === 'person' ? actor : undefined;
    await audit(tx, { kind: 'members.markedTaken', by, bodyId: body, subject: `import:${id}`, details, now });
    return ok(content);
  });
}
