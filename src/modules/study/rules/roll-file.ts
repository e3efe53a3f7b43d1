/** A list in a file: which column is what, which word is which outcome, and whom a row means. */
import { fold } from '#platform/text/fold.ts';
import type { Outcome } from './roll.ts';

export type Columns = { code: number | null; name: number | null; outcome: number; reason: number | null };

const headings: Record<keyof Columns, readonly string[]> = {
  code: ['ma so', 'ma dang vien', 'ma', 'so the', 'so the dang vien', 'code', 'member code'],
  name: ['ho va ten', 'ho ten', 'ten', 'name', 'full name'],
  outcome: ['ket qua', 'diem danh', 'tinh trang', 'du hoc', 'co mat', 'tham gia', 'outcome', 'attendance'],
  reason: ['ly do', 'ly do vang', 'ghi chu', 'reason', 'note'],
};

/** The row with the headings among the first of a sheet; undefined when no row names people and outcomes. */
export function findColumns(rows: readonly { number: number; cells: readonly string[] }[]): { row: number; columns: Columns } | undefined {
  for (const { number, cells } of rows) {
    const at = (key: keyof Columns): number | null => {
      const found = cells.findIndex((cell) => headings[key].includes(fold(cell)));
      return found === -1 ? null : found;
    };
    const columns = { code: at('code'), name: at('name'), outcome: at('outcome'), reason: at('reason') };
    if (columns.outcome !== null && (columns.code !== null || columns.name !== null)) return { row: number, columns: { ...columns, outcome: columns.outcome } };
  }
  return undefined;
}

const said: Record<Outcome, readonly string[]> = {
  attended: ['co mat', 'co', 'du', 'da du', 'tham gia', 'du hoc', 'x', '1', 'present', 'attended', 'yes'],
  excused: ['vang co ly do', 'co ly do', 'vang co phep', 'co phep', 'phep', 'p', 'cp', 'excused'],
  unexcused: ['vang khong ly do', 'khong ly do', 'vang khong phep', 'khong phep', 'kp', 'unexcused'],
};

/** null: nothing is said, and nothing is recorded; undefined: said, and not understood. "Vắng" alone needs its reason. */
export function readOutcome(text: string, reason: string): Outcome | null | undefined {
  const key = fold(text).trim();
  if (key === '') return null;
  if (key === 'vang' || key === 'absent') return reason.trim() === '' ? undefined : 'excused';
  return (Object.keys(said) as Outcome[]).find((outcome) => said[outcome].includes(key));
}

export type FileRow = { number: number; code: string; name: string; outcome: string; reason: string };
export type Known = { member: number; code: string; name: string; exempt: boolean; outcome: Outcome | null; reason: string | null };
export type RowProblem = 'unknown' | 'several' | 'twice' | 'outcome' | 'exempt' | 'mismatch';
export type ReadRow = FileRow & { member: number | null; before: Outcome | null; after: Outcome | null; problem: RowProblem | null; same: boolean };

/** What each row means for the list; rows that say nothing of an outcome are left out. */
export function readRows(rows: readonly FileRow[], people: readonly Known[]): ReadRow[] {
  const byCode = new Map(people.map((each) => [each.code.toLowerCase(), each]));
  const byName = Map.groupBy(people, (each) => fold(each.name));
  const seen = new Set<number>();
  return rows.flatMap((row): ReadRow[] => {
    const outcome = readOutcome(row.outcome, row.reason);
    if (outcome === null) return [];
    const found = personOf(row, { byCode, byName });
    const person = typeof found === 'string' ? null : found;
    const problem = typeof found === 'string' ? found : problemOf(found, outcome, seen);
    if (person) seen.add(person.member);
    const same = person !== null && person.outcome === outcome && (outcome !== 'excused' || row.reason === '' || person.reason === row.reason);
    return [{ ...row, member: person?.member ?? null, before: person?.outcome ?? null, after: outcome ?? null, problem, same }];
  });
}

type Book = { byCode: ReadonlyMap<string, Known>; byName: ReadonlyMap<string, Known[]> };

function personOf({ code, name }: FileRow, { byCode, byName }: Book): Known | RowProblem {
  if (code !== '') {
    const person = byCode.get(code.toLowerCase());
    if (!person) return 'unknown';
    return name !== '' && fold(name) !== fold(person.name) ? 'mismatch' : person;
  }
  const [person, ...others] = byName.get(fold(name)) ?? [];
  return person ? (others.length > 0 ? 'several' : person) : 'unknown';
}

function problemOf(person: Known, outcome: Outcome | undefined, seen: ReadonlySet<number>): RowProblem | null {
  if (seen.has(person.member)) return 'twice';
  if (outcome === undefined) return 'outcome';
  return person.exempt && outcome !== 'attended' ? 'exempt' : null;
}
