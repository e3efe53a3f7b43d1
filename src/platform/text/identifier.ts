import { normaliseLine } from './normalise.ts';

const DASHES = /[\u2010-\u2015\u2212]/g;
/** A number of Viet Nam with its zero, with 84, +84 or 0084; also "+84 (0)976 …". */
const PHONE = /^(?:(?:\+?84|0084)0?|0)(\d{9,10})$/;

/** One form for small and capital letters of every alphabet: "ẞ" has no small letter that has it as its capital. */
const oneCase = (text: string): string => text.toUpperCase().toLowerCase().normalize('NFKC');

/**
 * What an account is looked up by, whatever a person typed: sign-in name, member code, phone number or e-mail address.
 * Stored keys are made by this same function, and are unique, so one text is never two accounts: a code that reads as a
 * phone number *is* that phone number here, and cannot be given to another person than the number.
 * Idempotent: the key of a key is itself.
 */
export function identifierKey(typed: string): string {
  const text = normaliseLine(typed.normalize('NFKC')).replace(/\s/g, '').replace(DASHES, '-');
  if (text.includes('@')) return oneCase(text);
  const [, number] = PHONE.exec(text.replace(/[().-]/g, '')) ?? [];
  return number ? `0${number}` : oneCase(text);
}

/** Reads as a phone number; then the key is the number as people write it, `0976175123`. */
export const isPhoneKey = (key: string): boolean => /^0\d{9,10}$/.test(key);
