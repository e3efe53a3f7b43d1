/**
 * One folding for every search and look-up. Its SQL twins are `platform.fold` and `platform.tone_key`
 * (migrations/20261123T0800-fold.sql); a property test holds the two together, so change both or neither.
 *
 * Lower case comes from an explicit table and not from Unicode libraries: PostgreSQL builds carry ICU
 * versions ten years apart, and an index must not depend on which one is installed.
 */

/**
 * Latin letters without a decomposition, Greek, Cyrillic; a–z apart. Accented capitals are bare letters after
 * NFD.
 */
const UPPER = 'ĐÐƉðɖɃØÆŒĦŁŊÞςΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐ';
const LOWER = 'đđđđđƀøæœħłŋþσαβγδεζηθικλμνξοπρστυφχψωабвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґ';
/** Letters with a stroke: Unicode sees no diacritic in them, a person who types without accents does. */
const STROKED = 'đƀøħł';
const PLAIN = 'dbohl';

const table = (from: string, to: string) =>
  new Map([...from].map((letter, at) => [letter, [...to][at] ?? '']));
const lowered = table(UPPER, LOWER);
const unstroked = table(STROKED, PLAIN);

// eslint-disable-next-line no-control-regex
const BLANK = /[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const INVISIBLE = '\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufe00-\\ufe0f\\ufeff';
const APOSTROPHES = "'`\\u00b4\\u02b9-\\u02bd\\u02c8\\u2018-\\u201b\\u2032\\uff07";
/** Soft hyphen, zero-width and direction marks, variation selectors; every sign used as an apostrophe. */
const DROPPED = new RegExp(`[${INVISIBLE}${APOSTROPHES}]`, 'g');
const MARKS = /[\u0300-\u036f]/g;
/**
 * S'tiêng has no settled spelling: Xtiêng, Sêtiêng, S`tiêng and Stiêng are one people and one search word.
 */
const STIENG = /(?<![a-z0-9])(?:x|se)tieng(?![a-z0-9])/g;
const STIENG_MARKED =
  /(?<![a-z0-9đƀøħł\u0300-\u036f])(?:x|se\u0302)tie\u0302ng(?![a-z0-9đƀøħł\u0300-\u036f])/g;
/**
 * Grave, acute, tilde, hook above, dot below, with the vowels and vowel marks that follow them in their
 * syllable.
 */
const TONE_THEN_VOWELS = /([\u0300\u0301\u0303\u0309\u0323]+)([aeiouy\u0302\u0306\u031b]+)/g;

const lowerCase = (decomposed: string): string =>
  decomposed
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(/[\u0080-\uffff]/g, (letter) => lowered.get(letter) ?? letter);

const oneSpace = (text: string): string => text.replace(BLANK, ' ').replace(/^ +| +$/g, '');

/**
 * The form that texts are compared in when spelling does not matter: lower case, no diacritics, đ → d, no
 * apostrophes, single spaces, one spelling of S'tiêng, NFC. Khmer keeps its letters and loses only ZWSP.
 * `fold('Biên Hoà') === fold('BIEN HÒA')`.
 */
export function fold(text: string): string {
  const bare = text.toWellFormed().normalize('NFD').replace(MARKS, '').replace(DROPPED, '');
  const plain = lowerCase(bare).replace(/[đƀøħł]/g, (letter) => unstroked.get(letter) ?? letter);
  return oneSpace(plain).replace(STIENG, 'stieng').normalize('NFC');
}

/**
 * The form that texts are compared in when diacritics matter but the place of the tone mark does not:
 * `toneKey('thuỷ') === toneKey('thủy') !== toneKey('thuy')`. A key, not for display: the tone always stands
 * on the last vowel of its syllable. `fold(toneKey(text)) === fold(text)`.
 */
export function toneKey(text: string): string {
  const lower = lowerCase(text.toWellFormed().normalize('NFD').replace(DROPPED, ''));
  return oneSpace(lower)
    .replace(TONE_THEN_VOWELS, '$2$1')
    .replace(STIENG_MARKED, 'stie\u0302ng')
    .normalize('NFC');
}
