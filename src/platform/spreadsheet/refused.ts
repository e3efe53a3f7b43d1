/**
 * Why a file is not opened. Codes are words of the module that asked for the file (`problem.sheet.…`):
 * - `sheet.empty`, `sheet.type`: nothing in it; not a spreadsheet
 * - `sheet.old`: .xls, or encrypted; `sheet.openDocument`: .ods; `sheet.binary`: .xlsb
 * - `sheet.macros`: contains a program
 * - `sheet.bomb`: unpacks to more than the limits allow, or lies about it
 * - `sheet.broken`: cannot be read as what it claims to be
 * - `sheet.rows` {limit}: more rows than anybody imports; `sheet.heavy`: took too much memory or time
 */
export type RefusalCode =
  | 'sheet.empty'
  | 'sheet.type'
  | 'sheet.old'
  | 'sheet.openDocument'
  | 'sheet.binary'
  | 'sheet.macros'
  | 'sheet.bomb'
  | 'sheet.broken'
  | 'sheet.rows'
  | 'sheet.heavy';

export type Refusal = { code: RefusalCode; values?: Record<string, string | number> };

/** Thrown while a file is read, caught at the door of this folder, where it becomes a value. */
export class SheetRefused extends Error {
  readonly refusal: Refusal;
  constructor(code: RefusalCode, values?: Refusal['values']) {
    super(code);
    this.refusal = values === undefined ? { code } : { code, values };
  }
}

export const refuse = (code: RefusalCode, values?: Refusal['values']): never => {
  throw new SheetRefused(code, values);
};
