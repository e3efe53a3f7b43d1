/** Finds the body that a cell names, by code or by name, within the part of the tree an import may touch. */
import { fold } from '#platform/text/fold.ts';

export type KnownBody = { id: number; symbol: string; name: string; fullName: string; parent: number | null };
export type Found = { body: number } | { problem: 'unknown' | 'ambiguous' | 'outside' };

/** "CB  thôn 1" and "Chi bộ Thôn 1" are one name; "75 – 001" and "75-001" one code. */
export const bodyKey = (text: string): string =>
  fold(text)
    .replace(/[‐-―−]/g, '-')
    .replace(/\s*([-/._])\s*/g, '$1')
    .replace(/^cb[. ]+/, 'chi bo ')
    .replace(/^(?:db|đb)[. ]+/, 'dang bo ')
    .replace(/^du[. ]+/, 'dang uy ');

export type BodyFinder = {
  /** `above`: only among what lies below the body of that name, when the list names both. */
  find(text: string, above?: string): Found;
  /** Is it one the import may write to? */
  allowed(body: number): boolean;
};

function add(index: Map<string, Set<number>>, key: string, id: number): void {
  if (key === '') return;
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

/**
 * `bodies`: all that exist on the day; `allowed`: those within the import's part. A code wins over a name; within
 * the part wins over outside of it.
 */
export function bodyFinder(bodies: readonly KnownBody[], allowed: ReadonlySet<number>): BodyFinder {
  const symbols = new Map<string, Set<number>>();
  const names = new Map<string, Set<number>>();
  const parents = new Map(bodies.map((body) => [body.id, body.parent]));
  for (const body of bodies) {
    add(symbols, bodyKey(body.symbol), body.id);
    add(names, bodyKey(body.name), body.id);
    add(names, bodyKey(body.fullName), body.id);
  }
  const isBelow = (body: number, above: ReadonlySet<number>): boolean => {
    for (let at = parents.get(body) ?? null, steps = 0; at !== null && steps < 100; at = parents.get(at) ?? null) {
      if (above.has(at)) return true;
      steps += 1;
    }
    return false;
  };
  const candidates = (key: string): ReadonlySet<number> => symbols.get(key) ?? names.get(key) ?? new Set();
  return {
    allowed: (body) => allowed.has(body),
    find(text, above) {
      const key = bodyKey(text);
      const all = [...candidates(key)];
      if (all.length === 0) return { problem: 'unknown' };
      const inside = all.filter((id) => allowed.has(id));
      if (inside.length === 0) return { problem: 'outside' };
      if (inside.length === 1) return { body: inside[0]! };
      const upper = above ? candidates(bodyKey(above)) : undefined;
      const below = upper ? inside.filter((id) => isBelow(id, upper)) : [];
      return below.length === 1 ? { body: below[0]! } : { problem: 'ambiguous' };
    },
  };
}
