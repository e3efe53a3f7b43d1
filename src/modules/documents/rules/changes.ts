/** What a new version of a document changed, clause by clause. */
import type { Clause } from './outline.ts';

export type Change = 'same' | 'changed' | 'added' | 'removed';
export type ClauseChange = { anchor: string; change: Change; before: Clause | null; after: Clause | null };

const words = (clause: Clause): string => `${clause.heading}\n${clause.text}`;

/** By anchor: in the order of the new version, then what it no longer has, in the order of the old one. */
export function changesBetween(before: readonly Clause[], after: readonly Clause[]): ClauseChange[] {
  const old = new Map(before.map((clause) => [clause.anchor, clause]));
  const kept = new Set(after.map((clause) => clause.anchor));
  const now = after.map((clause): ClauseChange => {
    const known = old.get(clause.anchor);
    const change = !known ? 'added' : words(known) === words(clause) ? 'same' : 'changed';
    return { anchor: clause.anchor, change, before: known ?? null, after: clause };
  });
  const gone = before.filter((clause) => !kept.has(clause.anchor));
  return [...now, ...gone.map((clause): ClauseChange => ({ anchor: clause.anchor, change: 'removed', before: clause, after: null }))];
}

export type DiffPart = { kind: 'same' | 'removed' | 'added'; text: string };

/** Above this many words on either side the whole text is shown as replaced: the table would take seconds. */
const MOST_WORDS = 2_000;

/** The difference of two texts word by word (longest common subsequence); joined, the parts give either text. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [a, b] = [split(before), split(after)];
  if (a.length > MOST_WORDS || b.length > MOST_WORDS) return merge([['removed', before], ['added', after]]);
  const length = lengths(a, b);
  const parts: [DiffPart['kind'], string][] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push(['same', a[i]!]);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && length[i + 1]![j]! >= length[i]![j + 1]!)) {
      parts.push(['removed', a[i]!]);
      i += 1;
    } else {
      parts.push(['added', b[j]!]);
      j += 1;
    }
  }
  return merge(parts);
}

/** Each word with the white space behind it. */
const split = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? [];

/** `length[i][j]`: the longest common subsequence of what follows i and j. */
function lengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i]![j] = a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}

function merge(parts: readonly [DiffPart['kind'], string][]): DiffPart[] {
  const merged: DiffPart[] = [];
  for (const [kind, text] of parts) {
    const last = merged.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') merged.push({ kind, text });
  }
  return merged;
}
