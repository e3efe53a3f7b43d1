import { asSymbol, findSymbols } from '#platform/text/symbols.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { khmerClusters, pairs, quote, tokens, type Token } from './lexemes.ts';

/** Longer queries are cut: nobody types more, and a pasted page is not a question. */
export const MAX_QUERY = 200;
const MAX_WORDS = 16;
const MAX_CORRECTED = 8;

/** One way to match, better ones first. `query` is the text of a `tsquery`. */
export type Stage = {
  where: 'title' | 'anywhere';
  query: string;
  /** Among the newest hits, those with more of these come first: any pair of neighbours in the query. */
  closer?: string;
};

export type ParsedQuery = {
  words: Token[];
  /** Keys of document symbols, when the query names some: "780-QĐ/TU". */
  symbols: string[];
  /** The query is a symbol and nothing else. */
  onlySymbol: boolean;
  /** Best first; empty when the query has no word. */
  stages: Stage[];
  /** Matches everything that any stage matches; undefined when the query has no word. */
  all: string | undefined;
  /** Khmer only: the clusters, for when no dictionary cut matches. */
  clusters: string | undefined;
};

const and = (parts: string[]): string => parts.join(' & ');
const or = (parts: string[]): string => `(${parts.join(' | ')})`;
const unique = (values: string[]): string[] => [...new Set(values)];

/** Any text to a query: no operators, nothing to get wrong. */
export function parseQuery(text: string): ParsedQuery {
  const line = normaliseLine([...text.slice(0, MAX_QUERY * 4)].slice(0, MAX_QUERY).join(''));
  const words = tokens(line, MAX_WORDS);
  const symbol = asSymbol(line);
  const symbols = symbol ? [symbol] : findSymbols(line);
  const named = { words, symbols, onlySymbol: symbol !== undefined };
  if (words.length === 0) return { ...named, stages: [], all: undefined, clusters: undefined };
  const plain = and(unique(words.map((word) => word.plain)).map(quote));
  const khmer = unique(khmerClusters(line)).map(quote);
  const clusters = khmer.length > 0 ? and(khmer) : undefined;
  return { ...named, stages: stagesOf(words, plain), all: plain, clusters };
}

/**
 * Phrase before all words, title before body, and all of it first with the diacritics that were typed. A word
 * typed without diacritics asks for none: "nguyen văn" is exact about "văn" only.
 */
function stagesOf(words: Token[], plain: string): Stage[] {
  const exact = and(unique(words.map((word) => word.exact)).map(quote));
  const phrase = unique(pairs(words)).map(quote);
  const ladder = (all: string): Stage[] =>
    phrase.length === 0
      ? [{ where: 'title', query: all }, { where: 'anywhere', query: all }]
      : [
          { where: 'title', query: and([...phrase, all]) },
          { where: 'title', query: all },
          { where: 'anywhere', query: and([...phrase, all]) },
          { where: 'anywhere', query: all, ...(phrase.length > 1 ? { closer: phrase.join(' | ') } : {}) },
        ];
  return exact === plain ? ladder(plain) : [...ladder(exact), ...ladder(plain)];
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

/**
 * All words one slip away from a folded word: a letter missing, too many, wrong, or swapped with its
 * neighbour.
 */
export function slips(word: string): string[] {
  if (!/^[a-z0-9]{2,20}$/.test(word)) return [];
  const found = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const head = word.slice(0, at);
    const tail = word.slice(at);
    for (const letter of LETTERS) {
      found.add(head + letter + tail);
      if (tail !== '') found.add(head + letter + tail.slice(1));
    }
    if (tail !== '') found.add(head + tail.slice(1));
    if (tail.length > 1) found.add(head + tail.charAt(1) + tail.charAt(0) + tail.slice(2));
  }
  found.delete(word);
  found.delete('');
  return [...found];
}

/**
 * A query for the same words with a slip put right, in the company of their neighbours: "giao thogn" may be
 * "giao thong" because that pair is in the index; all other words stay as they are.
 * @param alternatives for each word of the query, the published words it may have been
 * @param published whether that word is published as it is
 * @returns undefined when some unknown word is like no other, or the query is too long for one slip to
 * explain it
 */
export function corrected(
  words: string[], published: boolean[], alternatives: string[][],
): string | undefined {
  const unknown = words.flatMap((_, at) => (published[at] ? [] : [at]));
  if (words.length > MAX_CORRECTED || unknown.some((at) => alternatives[at]?.length === 0)) return undefined;
  const rest = (without: number[]) => words.filter((_, at) => !without.includes(at)).map(quote);
  const replaced = (at: number): string => {
    const before = published[at - 1] ? words[at - 1] : undefined;
    const after = published[at + 1] ? words[at + 1] : undefined;
    const others = alternatives[at] ?? [];
    if (before !== undefined) return or(others.map((other) => quote(`${before} ${other}`)));
    return or(others.map((other) => quote(after === undefined ? other : `${other} ${after}`)));
  };
  if (unknown.length > 0) return and([...rest(unknown), ...unknown.map(replaced)]);
  const single = words.flatMap((_, at) =>
    alternatives[at]?.length ? [`(${and([...rest([at]), replaced(at)])})`] : [],
  );
  return single.length > 0 ? single.join(' | ') : undefined;
}
