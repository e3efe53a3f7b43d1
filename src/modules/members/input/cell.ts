/** Single cells → what is kept of them. */
import { hasLetters } from '#platform/text/normalise.ts';
import { bare } from '../rules/code.ts';

export const MAX_NAME = 200;
export const MAX_REASON = 200;

/** What a spreadsheet shows instead of a result. */
export const isFormulaError = (text: string): boolean =>
  /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|CALC!|SPILL!|GETTING_DATA)$/i.test(text);

const titled = (word: string): string =>
  word.toLocaleLowerCase('vi').replace(/(^|[-'’`])(\p{L})/gu, (_, before: string, letter: string) =>
    before + letter.toLocaleUpperCase('vi'),
  );

const isShouted = (word: string): boolean => word.length > 1 && word === word.toLocaleUpperCase('vi');

/** NGUYỄN VĂN An becomes Nguyễn Văn An, so that lists look alike; words in mixed letters stay as their owner writes them. */
export function readName(text: string): string {
  const name = bare(text).normalize('NFC').replace(/\s+/g, ' ').replace(/[`´]/g, '’');
  const whispered = name === name.toLocaleLowerCase('vi');
  return name.split(' ').map((word) => (whispered || isShouted(word) ? titled(word) : word)).join(' ');
}

/** Letters of any people's names, spaces, dots, hyphens, apostrophes. */
export const isName = (name: string): boolean =>
  name.length <= MAX_NAME && hasLetters(name) && /^[\p{L}\p{M} .'’-]+$/u.test(name);

/**
 * A Vietnamese phone number with its zero, which spreadsheets like to take away; of several in one cell the first.
 * Undefined when there is none.
 */
export function readPhone(text: string): string | undefined {
  const [first = ''] = bare(text).split(/[;,/\n]|\s-\s| {2,}/);
  let digits = first.replace(/[\s().+-]/g, '');
  if (/^(?:00)?84\d{9}$/.test(digits)) digits = digits.replace(/^(?:00)?84/, '0');
  if (/^[1-9]\d{8}$/.test(digits)) digits = `0${digits}`;
  return /^0\d{9,10}$/.test(digits) ? digits : undefined;
}

/** Undefined when it is no address. */
export function readEmail(text: string): string | undefined {
  const address = bare(text).replace(/^mailto:/i, '').toLowerCase();
  const form = /^[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/;
  return address.length <= 254 && form.test(address) ? address : undefined;
}
