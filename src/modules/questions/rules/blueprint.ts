/**
 * Drawing a paper along a blueprint: so many items for each row, no item twice, the same seed the same paper.
 *
 * Rows may want the same items. Which sets of items can fill rows together is a transversal matroid; taking items in a
 * random order, each when it still fits (an augmenting path over the rows), always ends with as many as can be placed,
 * and any item that fits a row is placed when it comes first. So nothing depends on the order of the rows.
 */
import { random, shuffled } from './random.ts';

/** What a row asks for. Everything that is not null must hold. */
export type BlueprintRow = {
  count: number;
  /** Points of each of its items. */
  points: number;
  /** Cites this document … */
  documentId: number | null;
  /** … in this clause or one below it. */
  anchor: string | null;
  difficulty: number | null;
  tag: string | null;
};

export type Candidate = {
  itemId: number;
  difficulty: number;
  tags: readonly string[];
  cites: readonly { documentId: number; anchor: string }[];
};

/** A row and how many items of the bank fit it. */
export type RowNeed = { wanted: number; has: number };
/** Rows that together want more than the bank has for them. */
export type Shortage = { rows: number[]; wanted: number; has: number };
/** The candidates by their places in the list, with the row that each was drawn for, in the order of the paper. */
export type Drawn = { at: number; row: number }[];

const isBelow = (anchor: string, clause: string): boolean => anchor === clause || anchor.startsWith(`${clause}.`);

export function fits(row: BlueprintRow, item: Candidate): boolean {
  if (row.difficulty !== null && row.difficulty !== item.difficulty) return false;
  if (row.tag !== null && !item.tags.includes(row.tag)) return false;
  return row.documentId === null || item.cites.some(({ documentId, anchor }) =>
    documentId === row.documentId && (row.anchor === null || isBelow(anchor, row.anchor)));
}

export const needsOf = (rows: readonly BlueprintRow[], candidates: readonly Candidate[]): RowNeed[] =>
  rows.map((row) => ({ wanted: row.count, has: candidates.filter((item) => fits(row, item)).length }));

class Placing {
  /** Rows by the place of the item. */
  readonly #rowsOf: readonly number[][];
  readonly #rows: readonly BlueprintRow[];
  /** Items that a row holds. */
  readonly held: number[][];

  constructor(rows: readonly BlueprintRow[], candidates: readonly Candidate[]) {
    this.#rows = rows;
    this.#rowsOf = candidates.map((item) => rows.flatMap((row, at) => (row.count > 0 && fits(row, item) ? [at] : [])));
    this.held = rows.map(() => []);
  }

  /** Puts the item into a row, moving others where that makes room. @returns false when it fits nowhere any more */
  place(item: number, tried: Set<number> = new Set()): boolean {
    const rows = this.#rowsOf[item]!.filter((row) => !tried.has(row));
    const free = rows.find((row) => this.held[row]!.length < this.#rows[row]!.count);
    if (free !== undefined) {
      this.held[free]!.push(item);
      return true;
    }
    for (const row of rows) {
      if (tried.has(row)) continue;
      tried.add(row);
      const moved = this.held[row]!.findIndex((other) => this.place(other, tried));
      if (moved >= 0) {
        this.held[row]![moved] = item;
        return true;
      }
    }
    return false;
  }

  isFull(): boolean {
    return this.held.every((items, row) => items.length === this.#rows[row]!.count);
  }

  /** From an unfilled row, every row that could give it an item, and the items of all of them: nothing is left to take. */
  shortages(): Shortage[] {
    const told = new Set<number>();
    return this.held.flatMap((items, start) => {
      if (told.has(start) || items.length === this.#rows[start]!.count) return [];
      const rows = new Set([start]);
      const found = new Set<number>();
      for (const row of rows) {
        told.add(row);
        this.#rowsOf.forEach((fitting, item) => {
          if (!fitting.includes(row)) return;
          found.add(item);
          const holder = this.held.findIndex((held) => held.includes(item));
          if (holder >= 0) rows.add(holder);
        });
      }
      const wanted = [...rows].reduce((sum, row) => sum + this.#rows[row]!.count, 0);
      return [{ rows: [...rows].sort((a, b) => a - b), wanted, has: found.size }];
    });
  }
}

/**
 * Draws one paper. The candidates are each item once, in an order that does not change by itself (by id).
 * @returns the paper; or what the bank has too little of, and what could be drawn all the same
 */
export function drawPaper(
  rows: readonly BlueprintRow[], candidates: readonly Candidate[], seed: string,
): { ok: true; drawn: Drawn } | { ok: false; shortages: Shortage[]; drawn: Drawn } {
  const next = random(seed);
  const placing = new Placing(rows, candidates);
  for (const item of shuffled([...candidates.keys()], next)) {
    if (placing.isFull()) break;
    placing.place(item);
  }
  const drawn = placing.held.flatMap((items, row) => shuffled(items, next).map((at) => ({ at, row })));
  return placing.isFull() ? { ok: true, drawn } : { ok: false, drawn, shortages: placing.shortages() };
}
