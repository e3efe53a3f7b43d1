/** Which clauses of a document are asked, and how often. */
import type { Difficulty } from './bank.ts';

/** A clause as its document has it; `top`: counted with everything below it, and listed even when nobody asks for it. */
export type ClauseLine = { anchor: string; label: string; heading: string; depth: number; top: boolean };
/** An item that cites clauses of the document; `weight`: on how many papers of one it is, 1 or the chance of being drawn. */
export type Asked = { itemId: number; difficulty: Difficulty; weight: number; anchors: readonly string[] };

export type CoverageLine = ClauseLine & {
  /** Expected items by difficulty, from 1 to 3. */
  asked: [number, number, number];
  total: number;
  /** Items in the bank that could be asked. */
  bank: number;
};

const inside = (anchor: string, clause: ClauseLine): boolean =>
  anchor === clause.anchor || (clause.top && anchor.startsWith(`${clause.anchor}.`));

/**
 * One line for each top clause, and for each clause below that is cited. An item is counted once a line, however many
 * of its citations lie there.
 */
export function coverageOf(clauses: readonly ClauseLine[], asked: readonly Asked[], bank: readonly Asked[]): CoverageLine[] {
  return clauses.flatMap((clause): CoverageLine[] => {
    const here = (items: readonly Asked[]) => items.filter(({ anchors }) => anchors.some((anchor) => inside(anchor, clause)));
    const [now, possible] = [here(asked), here(bank)];
    if (!clause.top && now.length === 0 && possible.length === 0) return [];
    const of = (level: Difficulty): number =>
      round(now.filter(({ difficulty }) => difficulty === level).reduce((sum, { weight }) => sum + weight, 0));
    const total = round(now.reduce((sum, { weight }) => sum + weight, 0));
    return [{ ...clause, asked: [of(1), of(2), of(3)], total, bank: possible.length }];
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
