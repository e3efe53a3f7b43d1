/** Keys, numbers, kinds and difficulty as they stand in cells. */
import { fold } from '#platform/text/fold.ts';
import type { Difficulty } from '../bank.ts';
import type { ItemType } from '../item.ts';
import { readNumber } from '../score.ts';

/** Columns of options; a question has twelve at most, pairs with their extra sides need more. */
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const TYPES: [ItemType, RegExp][] = [
  ['multiple', /^(?:nhieu|multiple)/u],
  ['truefalse', /^(?:dung sai|dung hay sai|true ?false)/u],
  ['single', /^(?:mot|1|trac nghiem|single|chon mot)/u],
  ['matching', /^(?:noi|ghep|matching)/u],
  ['ordering', /^(?:sap xep|thu tu|ordering)/u],
  ['number', /^(?:so$|tra loi bang so|dap so|number|numeric)/u],
  ['short', /^(?:tra loi ngan|dien|short)/u],
  ['open', /^(?:tu luan|essay|cau hoi mo)/u],
];
const keyOf = (text: string): string => fold(text).replace(/[^a-z0-9 ]/gu, ' ').replace(/ +/gu, ' ').trim();

/** `exact`: accents matter in a short answer. */
export function readType(cell: string): { type: ItemType; exact: boolean } | undefined {
  const key = keyOf(cell);
  const type = TYPES.find(([, form]) => form.test(key))?.[0];
  return type && { type, exact: /phan biet dau|dung dau/u.test(key) && !/khong phan biet/u.test(key) };
}

export function readDifficulty(cell: string): Difficulty | undefined {
  const key = keyOf(cell).replace(/^muc (?:do )?/u, '');
  if (/^(?:1|i|nb|de|nhan biet|biet|easy)$/u.test(key)) return 1;
  if (/^(?:2|ii|th|trung binh|tb|thong hieu|hieu|medium)$/u.test(key)) return 2;
  return /^(?:3|4|iii|iv|vd|vdc|kho|van dung(?: cao)?|hard)$/u.test(key) ? 3 : undefined;
}

/** Đúng, sai and how they are abbreviated; undefined for anything else. */
export function readTruth(cell: string): boolean | undefined {
  const key = keyOf(cell);
  if (/^(?:dung|d|true|t|yes|co)$/u.test(key)) return true;
  return /^(?:sai|s|false|f|no|khong)$/u.test(key) ? false : undefined;
}

/**
 * The places of the options that a key names: letters ("A, C", "A và C", "AC", "B. 98 %"), numbers ("1; 3"), or the
 * text of an option. Undefined when it names none; places may lie beyond the options.
 */
export function readKey(cell: string, options: readonly string[]): number[] | undefined {
  const text = cell.normalize('NFC').trim().replace(/^(?:đáp án|phương án|câu|chọn)(?: đúng)?\s*[:.]?\s+/iu, '');
  const listed = text.replace(/\s+(?:và|and|&)\s+/giu, ',').replace(/[.;,/+|\n ]+/gu, ' ').trim();
  const parts = listed.split(' ');
  if (parts.every((part) => /^[A-La-l]$/u.test(part))) return places(parts);
  if (/^[A-L]{2,12}$/u.test(text) && new Set(text).size === text.length) return places([...text]);
  const led = /^([A-L])\s*[.):–-]\s*\S/u.exec(text);
  if (led) return places([led[1]!]);
  const same = options.findIndex((option) => fold(option) === fold(text) && fold(text) !== '');
  if (same >= 0) return [same];
  if (parts.every((part) => /^(?:1[0-2]|[1-9])$/u.test(part))) return [...new Set(parts.map((part) => Number(part) - 1))];
  return undefined;
}

const places = (letters: readonly string[]): number[] => [...new Set(letters.map((letter) => LETTERS.indexOf(letter.toUpperCase())))];

/** "98,1 ± 0,5"; a tolerance that is none is undefined as a whole. */
export function readAnswer(cell: string): { answer: number; tolerance: number } | undefined {
  const parts = cell.split(/±|\+\/-|\+-/u);
  const [answer, tolerance] = [readPlain(parts[0] ?? ''), parts.length > 1 ? readPlain(parts[1]!) : 0];
  return answer === undefined || tolerance === undefined || parts.length > 2 ? undefined : { answer, tolerance: Math.abs(tolerance) };
}

/** Also with an exponent, as programs write very large and very small numbers. */
function readPlain(text: string): number | undefined {
  const plain = text.trim();
  return /^-?\d+([.,]\d+)?e[+-]?\d+$/iu.test(plain) ? Number(plain.replace(',', '.')) : readNumber(plain);
}

const written = (value: number): string => String(value).replace('.', ',');
export const writeAnswer = ({ answer, tolerance }: { answer: number; tolerance: number }): string =>
  tolerance === 0 ? written(answer) : `${written(answer)} ± ${written(tolerance)}`;

const ARROW = /\s*(?:→|->|=>|⇒)\s*/u;

/** "trái → phải"; two lines where a side has an arrow of its own. No left: a right that belongs to nobody. */
export function readPair(cell: string): { left: string; right: string } {
  const parted = cell.includes('\n') ? /\n/u.exec(cell) : ARROW.exec(cell);
  if (!parted) return { left: cell, right: '' };
  return { left: cell.slice(0, parted.index), right: cell.slice(parted.index + parted[0].length).replaceAll('\n', ' ') };
}

export const writePair = ({ left, right }: { left: string; right: string }): string =>
  left !== '' && ARROW.test(`${left}${right}`) ? `${left}\n${right}` : `${left} → ${right}`.trim();

/** Parted by lines, else by commas, else by semicolons: a tag may have what the next kind of parting uses. */
export function readTags(cell: string): string[] {
  const sign = cell.includes('\n') ? '\n' : cell.includes(',') ? ',' : ';';
  return cell.split(sign).map((tag) => tag.trim()).filter((tag) => tag !== '');
}

export const writeTags = (tags: readonly string[]): string =>
  tags.length === 1 && tags[0]!.includes(';') ? `${tags[0]},` : tags.join(', ');
