/**
 * How wide a text will be, in em of Be Vietnam Pro and Noto Sans Khmer, whose widths were measured in a browser.
 * Charts are drawn where there is no screen; the library's own guess counts `ế` as wide as a Chinese sign and cuts
 * English names.
 */
const LATIN: [RegExp, number][] = [
  [/[iljI|!'’.,:;\s]/, 0.29],
  [/[frt()[\]/-]/, 0.44],
  [/[mw%]/, 0.9],
  [/[MW@…]/, 1],
  [/[\p{Lu}–]/u, 0.76],
  [/\d/, 0.68],
];
const OTHER = 0.64;
const KHMER_LETTER = /[\u1780-\u17b3]/;
/** Vowel signs that stand beside their consonant instead of above or below it. */
const KHMER_BESIDE = /[\u17b6\u17be-\u17c5\u17c7\u17c8]/;
const COENG = '\u17d2';
const RO = 'រ';

function khmer(letter: string, before: string): number {
  if (KHMER_BESIDE.test(letter)) return 0.5;
  if (!KHMER_LETTER.test(letter)) return 0;
  if (before === COENG) return letter === RO ? 0.5 : 0;
  return 0.7;
}

function letterWidth(letter: string, before: string): number {
  if (/\p{M}/u.test(letter) && !/[\u1780-\u17ff]/.test(letter)) return 0;
  if (/[\u1780-\u17ff]/.test(letter)) return khmer(letter, before);
  return LATIN.find(([kind]) => kind.test(letter))?.[1] ?? OTHER;
}

/** Width in em; a few per cent generous, because a cut letter is worse than a small gap. */
export function textWidth(text: string): number {
  let width = 0;
  let before = '';
  for (const letter of text.normalize('NFD')) {
    width += letterWidth(letter, before);
    before = letter;
  }
  return width;
}
