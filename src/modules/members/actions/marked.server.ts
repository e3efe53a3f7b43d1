/** The marked copy: the imported columns where they stand in the original, with what is wrong. */
import type { MarkedCell, MarkedRow } from '#platform/spreadsheet/marked.ts';
import { writeMarked } from '#platform/spreadsheet/mark.server.ts';
import { translator, type Translate } from '#platform/words/translate.ts';
import { readColumns, type Finding, type Import, type MappedColumn, type Mapping } from '../rules/import.ts';
import { findImport, writeMarkedCopy } from '../store/import.server.ts';
import { nextRows, type StagedRow } from '../store/import-row.server.ts';
import { findingText } from './findings.server.ts';
import { asHouse, type Ground } from './ground.server.ts';

const ROWS = 500;

/** Runs after a dry run that found something. Officers who correct lists work in Vietnamese. */
export async function markImport({ db }: Ground, id: number): Promise<void> {
  const it = await asHouse(db, 'mark', (tx) => findImport(tx, id));
  if (!it?.mapping || !['checked', 'applying', 'done'].includes(it.state)) return;
  if (!it.counts.problem && !it.counts.partly) return;
  const { mapping } = it;
  const t = translator('vi');
  const last = Math.max(...mapping.columns.map(({ column }) => column)) + 1;
  const shape: Shape = { columns: readColumns(mapping), last, t, kind: it.kind };
  const batches = async function* (): AsyncGenerator<MarkedRow[]> {
    yield [headings(mapping, last, t)];
    for (let position = 0; ; ) {
      const rows = await asHouse(db, 'mark', (tx) => nextRows(tx, id, { position, limit: ROWS }));
      if (rows.length === 0) return;
      position = rows.at(-1)!.number;
      yield rows.map((row) => mark(row, shape));
    }
  };
  const order = { sheet: t('members.desk.import.marked.sheet'), author: 'Cầu Nối', widths: widths(mapping, last) };
  const content = await writeMarked(order, batches());
  await asHouse(db, 'mark', (tx) => writeMarkedCopy(tx, id, content));
}

type Shape = { columns: readonly MappedColumn[]; last: number; t: Translate; kind: Import['kind'] };

function headings(mapping: Mapping, last: number, t: Translate): MarkedRow {
  const cells = mapping.columns.map(({ column, label, field }): MarkedCell => {
    const left = t('members.desk.import.marked.left', { label });
    return { column, text: field === null && label !== '' ? left : label };
  });
  // A list whose headings nobody found has them above the first row.
  const number = Math.max(mapping.headingRow, 1);
  return { number, heading: true, cells: [...cells, { column: last, text: t('members.desk.import.marked.column') }] };
}

const widths = ({ columns }: Mapping, last: number): number[] =>
  Array.from({ length: last + 1 }, (_, at) => {
    if (at === last) return 60;
    const { field = null } = columns.find(({ column }) => column === at) ?? {};
    return field === null ? 6 : field === 'name' || field === 'body' ? 30 : 18;
  });

function mark({ number, cells, findings }: StagedRow, { columns, last, t, kind }: Shape): MarkedRow {
  const text = (finding: Finding) => findingText(t, kind, finding);
  const marked = columns.map(({ column, field }): MarkedCell => {
    const value = (field && cells[field]) ?? '';
    const mine = findings.filter((finding) => finding.field === field);
    if (mine.length === 0) return { column, text: value };
    const tone = mine.some(({ stop }) => stop) ? 'stop' : 'part';
    return { column, text: value, tone, note: mine.map(text).join('\n') };
  });
  const summary = findings.map(text).join('; ');
  return { number, cells: summary ? [...marked, { column: last, text: summary }] : marked };
}
