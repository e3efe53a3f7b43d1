/** A row of a list of bodies: cells by field → what it says, and what is wrong with it by itself. */
import type { Day } from '#platform/clock.ts';
import type { Field } from '../rules/fields.ts';
import type { Finding } from '../rules/import.ts';
import { isCode, readCode } from '../rules/code.ts';
import { isFormulaError, MAX_NAME } from './cell.ts';
import { parseDay } from './day.ts';
import type { Cells } from './member-row.ts';

export type BodyRow = {
  code: string;
  name: string;
  /** As the list says; null when it does not. */
  kind: string | null;
  /** As written; null when the row names none: directly below the body of the import. */
  parent: string | null;
  from: Day | null;
  basis: string | null;
};
export type BodyRead = { row: BodyRow | null; findings: Finding[] };

/** Reads one row. Codes of the findings are words `desk.finding.…`. */
export function readBodyRow(cells: Cells, { today, asOf }: { today: Day; asOf: Day }): BodyRead {
  const findings: Finding[] = [];
  const stop = (field: Field, code: string, values?: Finding['values']): void => {
    findings.push({ field, code, stop: true, ...(values ? { values } : {}) });
  };
  for (const [field, text] of Object.entries(cells)) {
    if (text && isFormulaError(text)) stop(field as Field, 'cell.formula', { text });
  }
  const code = readCode(cells.code ?? '');
  if (code === '') stop('code', 'code.missing');
  else if (!isCode(code)) stop('code', 'code.form');
  const name = (cells.name ?? '').normalize('NFC');
  if (name === '') stop('name', 'name.missing');
  else if (name.length > MAX_NAME || !/\p{L}/u.test(name)) stop('name', 'name.form');
  const from = cells.from ? (parseDay(cells.from, today) ?? null) : null;
  if (cells.from && from === null && !isFormulaError(cells.from)) stop('from', 'day.form', { text: cells.from });
  if (from !== null && from > asOf && from > today) stop('from', 'day.future', { day: from });
  const kind = (cells.kind ?? '').toLocaleLowerCase('vi').slice(0, 60) || null;
  const row = { code, name, kind, parent: cells.parent || null, from, basis: cells.basis?.slice(0, 200) || null };
  return { row: findings.some((each) => each.stop) ? null : row, findings };
}
