import { fold, toneKey } from '#platform/text/fold.ts';

/** One word of a text: a Vietnamese syllable, a number, or a Khmer word cut by dictionary. */
export type Token = {
  /** Where it stands in the text, in UTF-16 units. */
  start: number;
  end: number;
  /** Without diacritics: what a search finds. */
  plain: string;
  /** With diacritics, tone placement unified: what makes one hit better than another. */
  exact: string;
};

/** Letters, marks and digits; apostrophes (K’Rứ, S'tiêng) and soft hyphens do not end a word. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['`\u00ad\u00b4\u02bc\u2018-\u201b\u2032][\p{L}\p{M}\p{N}]+)*/gu;
const KHMER = /[\u1780-\u17ff]/;
const KHMER_RUN = /[\u1780-\u17ff\u200b]+/g;
const khmerWords = new Intl.Segmenter('km', { granularity: 'word' });
const clusters = new Intl.Segmenter('km', { granularity: 'grapheme' });
/** A lexeme may have 2,046 bytes in PostgreSQL; no word of a language comes near 60 letters. */
const MAX_LETTERS = 60;
/** Of one text; more would pass the 1 MB of a tsvector. Text beyond is stored and shown, but not found. */
const MAX_TOKENS = 15_000;

const known = new Map<string, { plain: string; exact: string }>();
/** Vietnamese has some 7,000 syllables, so nearly every word has been folded before. */
function forms(word: string): { plain: string; exact: string } {
  const before = known.get(word);
  if (before) return before;
  const plain = [...fold(word)].slice(0, MAX_LETTERS).join('');
  const made = { plain, exact: [...toneKey(word)].slice(0, MAX_LETTERS).join('') };
  if (known.size >= 20_000) known.clear();
  known.set(word, made);
  return made;
}

/** The words of a text in order, at most `limit`. */
export function tokens(text: string, limit = MAX_TOKENS): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    if (found.length >= limit) break;
    for (const [start, word] of words(match[0], match.index)) {
      const { plain, exact } = forms(word);
      if (plain !== '') found.push({ start, end: start + word.length, plain, exact });
    }
  }
  return found.slice(0, limit);
}

function words(run: string, at: number): [start: number, word: string][] {
  if (!KHMER.test(run)) return [[at, run]];
  return Array.from(khmerWords.segment(run), ({ index, segment }) => [at + index, segment]);
}

/** Two neighbours as one lexeme: an index on pairs answers phrases without reading the texts. */
export const pairs = (text: readonly Token[]): string[] =>
  text.slice(1).map((token, at) => `${text[at]?.plain} ${token.plain}`);

/**
 * Neighbouring letter clusters of Khmer, which has no spaces: they find what the dictionary cut differently
 * in the text and in the query. The part that trigrams play elsewhere; pg_trgm takes Khmer vowel signs for
 * spaces.
 */
export function khmerClusters(text: string): string[] {
  const found: string[] = [];
  for (const [run] of text.matchAll(KHMER_RUN)) {
    const letters = Array.from(clusters.segment(fold(run)), ({ segment }) => segment);
    for (let at = 1; at < letters.length; at += 1) found.push(`${letters[at - 1]}${letters[at]}`);
  }
  return found.slice(0, MAX_TOKENS);
}

/**
 * Everything a text can be found by: each word plain and with diacritics, each pair of neighbours, Khmer
 * clusters. Written as the text of a `tsvector`, not made by `to_tsvector`, whose parser tears "213-QĐ/TW"
 * and Khmer apart.
 */
export function lexemes(...texts: string[]): string {
  const set = new Set<string>();
  for (const text of texts) {
    const found = tokens(text);
    for (const { plain, exact } of found) set.add(plain).add(exact);
    for (const pair of pairs(found)) set.add(pair);
    for (const cluster of khmerClusters(text)) set.add(cluster);
  }
  return Array.from(set, quote).join(' ');
}

/** Words contain letters, marks and digits only; quoting is a second wall. */
export const quote = (lexeme: string): string => `'${lexeme.replace(/['\\]/g, '$&$&')}'`;
