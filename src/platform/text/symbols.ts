import { fold } from './fold.ts';

const DASHES = /[\u2010-\u2015\u2212\u00ad\ufe58\ufe63\uff0d]/g;
const DASH = '[-\u2010-\u2015\u2212]';
/** NĐ, QĐi, TTg, UBTVQH15, L: capitals and digits, at most two small letters at the end. */
const PART = '\\p{Lu}[\\p{Lu}\\d]*\\p{Ll}{0,2}(?![\\p{L}\\d])';
/**
 * A number, perhaps the year, then a type and an issuer: 780-QĐ/TU, 30/2020/NĐ-CP, 05/BC-STTTT, 16-⏎NQ/TW.
 */
const SYMBOL = new RegExp(
  `(?<![\\p{L}\\d/.-])\\d{1,5}[a-zA-Z]?(?:\\s*/\\s*\\d{4})?(?:\\s*(?:${DASH}|/)\\s*${PART}){1,4}`,
  'gu',
);

/**
 * Look-up key of the symbol of a document: case, white space around `-` and `/`, kind of dash, and Đ or D do
 * not matter; the style does (`780-QĐ/TU` is not `780/QĐ-TU`), and `11-QĐ/TW` is not `11-QĐi/TW`.
 */
export function symbolKey(symbol: string): string {
  return fold(symbol.replace(DASHES, '-')).replace(/\s*([-/])\s*/g, '$1').replace(/\s+/g, '');
}

/**
 * Keys of the document symbols that a text names, each once, in order. Pasted line breaks inside them do no
 * harm.
 */
export function findSymbols(text: string): string[] {
  const found = text.normalize('NFC').match(SYMBOL) ?? [];
  const named = found.filter((symbol) => /\p{Lu}{2}|\p{Lu}\p{L}*\d/u.test(symbol));
  return [...new Set(named.map(symbolKey))];
}

/** The key when a search query is nothing but a symbol in any case ("780 - qđ/tu"), else undefined. */
export function asSymbol(query: string): string | undefined {
  const key = symbolKey(query);
  return /^\d{1,5}[a-z]?(\/\d{4})?([-/][a-z][a-z0-9]*){1,4}$/.test(key) && key.length <= 40 ? key : undefined;
}
