/** A cell: text is neutralised, numbers are written plainly (`24853.5`), nothing is an empty cell. */
export type Cell = string | number | null;

/** What a spreadsheet takes for the beginning of a formula, also after white space that it strips. */
const FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u;

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets show as plain text
 * (OWASP, CSV injection). NUL cannot be read back by anybody, so it goes.
 */
const neutral = (text: string): string => {
  const clean = text.replaceAll('\0', '');
  return FORMULA.test(clean) ? `'${clean}` : clean;
};

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = neutral(cell);
  // An empty text is quoted, so that it differs from an unknown value.
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180: comma, CRLF, quotes doubled. UTF-8 without a byte order mark, which programs take for part of a name. */
export const csv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  csvLines([header, ...rows]);

/** More rows of the same, for what is sent in pieces. */
export const csvLines = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');

export const CSV_TYPE = 'text/csv; charset=utf-8';
