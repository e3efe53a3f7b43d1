/** A copy of a list in which the cells to look at are coloured and say why. */
export type MarkTone = 'stop' | 'part';
export type MarkedCell = { column: number; text: string; tone?: MarkTone; note?: string };
/** Rows come in their order, with the numbers they have in the original. */
export type MarkedRow = { number: number; heading?: boolean; cells: MarkedCell[] };

export type MarkOrder = { sheet: string; author: string; widths: readonly number[] };
