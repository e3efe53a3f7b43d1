/** Cells that no program takes for a formula, and that read as before when they come back. */
import { neutral } from '#platform/spreadsheet/neutral.ts';

const bare = (text: string): string => text.replace(/^'+/u, '');
const isFormula = (text: string): boolean => neutral(text) !== text;
/** Spreadsheets write signs that XML cannot hold so; a text that looks like that must not become the sign. */
const ESCAPED = /_x(?=[0-9A-Fa-f]{4}_)/gu;

/** One apostrophe more than the text has: `=1` and `'=1` stay different. */
export const guarded = (text: string): string => (isFormula(bare(text)) ? `'${text}` : text).replace(ESCAPED, '_x005F_x');

/** The text that was guarded; for a cell of a stranger, the text without the apostrophe that keeps it from running. */
export const unguarded = (text: string): string => (text.startsWith("'") && isFormula(bare(text)) ? text.slice(1) : text);
