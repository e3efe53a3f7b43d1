/** Tables of a Word file: keys, whole banks, options side by side, and tables that belong to a question. */
import { findHeading, type Row } from './sheet-heading.ts';
import { clean, join, KEY, OPTION, QUESTION, signsOf, type Paragraph } from './word-line.ts';

const textOf = (paragraph: Paragraph): string => join(signsOf(paragraph));
type Grid = Map<string, string>;

const tablesOf = (paragraphs: readonly Paragraph[]): Map<number, Paragraph[]> =>
  Map.groupBy(paragraphs.filter(({ cell }) => cell !== null), ({ cell }) => cell!.table);

/** Tables of keys: one row of numbers above one of letters, or number and letter side by side. */
export function readKeyTables(paragraphs: readonly Paragraph[], keys: Map<number, string>): Set<number> {
  const used = new Set<number>();
  for (const [table, all] of tablesOf(paragraphs)) {
    const grid: Grid = new Map();
    for (const paragraph of all) {
      const at = `${paragraph.cell!.row} ${paragraph.cell!.column}`;
      grid.set(at, clean(`${grid.get(at) ?? ''} ${textOf(paragraph)}`));
    }
    const found = keysIn(grid);
    if (found.length < 2) continue;
    used.add(table);
    for (const [number, key] of found) keys.set(number, key);
  }
  return used;
}

const keysIn = (grid: Grid): (readonly [number, string])[] =>
  [...grid].flatMap(([at, text]) => {
    const [row, column] = at.split(' ').map(Number) as [number, number];
    const number = /^(?:câu\s*)?(\d{1,4})[.:)]?$/iu.exec(text)?.[1];
    const key = (where: string) => /^[A-L](?:\s*[,+]\s*[A-L])*$/iu.exec(grid.get(where) ?? '')?.[0];
    const letter = number && (key(`${row + 1} ${column}`) ?? key(`${row} ${column + 1}`));
    return letter ? [[Number(number), letter] as const] : [];
  });

/** `line` counts paragraphs from 1. `inside`: a row of a table that is part of a question. */
export type Line = { line: number; paragraph: Paragraph; inside?: true };
export type Laid = { lines: Line[]; /** Tables with headings of questions, their rows numbered by their lines. */ banks: Row[][] };

/** The lines in the order in which they are to be read; tables of keys left out. */
export function layOut(paragraphs: readonly Paragraph[], keyTables: ReadonlySet<number>): Laid {
  const laid: Laid = { lines: [], banks: [] };
  let group: Line[] = [];
  const end = () => {
    if (group.length > 0) layTable(group, laid);
    group = [];
  };
  for (const [at, paragraph] of paragraphs.entries()) {
    const { cell } = paragraph;
    if (cell?.table !== group[0]?.paragraph.cell?.table) end();
    if (!cell) laid.lines.push({ line: at + 1, paragraph });
    else if (!keyTables.has(cell.table)) group.push({ line: at + 1, paragraph });
  }
  end();
  return laid;
}

const letterOf = (paragraph: Paragraph): string => OPTION.exec(textOf(paragraph))?.[2]?.toUpperCase() ?? '';

function layTable(group: readonly Line[], laid: Laid): void {
  const rows = [...Map.groupBy(group, ({ paragraph }) => paragraph.cell!.row).values()];
  const bank = rows.map(rowOf);
  if (findHeading(bank)) return void laid.banks.push(bank);
  const filled = group.filter(({ paragraph }) => clean(textOf(paragraph)) !== '');
  // A and C in the left column, B and D in the right one: read by letter.
  if (filled.length > 1 && filled.every(({ paragraph }) => letterOf(paragraph) !== '')) {
    laid.lines.push(...filled.toSorted((a, b) => letterOf(a.paragraph).localeCompare(letterOf(b.paragraph))));
  } else if (filled.some(({ paragraph }) => letterOf(paragraph) !== '' || QUESTION.test(textOf(paragraph)) || KEY.test(textOf(paragraph)))) {
    laid.lines.push(...group);
  } else laid.lines.push(...rows.flatMap(inOneLine));
}

function rowOf(row: readonly Line[]): Row {
  const cells: string[] = [];
  for (const { paragraph } of row) {
    const { column } = paragraph.cell!;
    const text = clean(textOf(paragraph));
    cells[column] = cells[column] ? `${cells[column]}\n${text}` : text;
  }
  return { number: row[0]!.line, cells: Array.from(cells, (text) => text ?? '') };
}

/** A row of figures within a question stays together. */
function inOneLine(row: readonly Line[]): Line[] {
  const { cells } = rowOf(row);
  const text = cells.map((cell) => cell.replaceAll('\n', ' ')).filter((cell, at) => at > 0 || cell !== '').join(' | ');
  const all = row.map(({ paragraph }) => paragraph);
  const footnotes = all.flatMap((paragraph) => paragraph.footnotes ?? []);
  const pictures = all.flatMap((paragraph) => paragraph.pictures ?? []);
  const formulas = all.reduce((sum, paragraph) => sum + (paragraph.formulas ?? 0), 0);
  if (text.replace(/[ |]/gu, '') === '' && pictures.length === 0) return [];
  const runs = [{ text: text.replace(/^[ |]+$/u, ''), bold: false, underline: false, mark: false }];
  return [{ line: row[0]!.line, paragraph: { label: '', runs, cell: null, footnotes, pictures, formulas }, inside: true }];
}
