/** The code by which an organisation's own register knows a person or a body. */
export const MAX_CODE = 40;
/** Codes of the examples in templates begin with it. */
export const SAMPLE = 'MAU-';

/** An apostrophe in front makes a spreadsheet keep a number as text; it belongs to nobody's code. */
export const bare = (text: string): string => text.replace(/^['’]+/, '').trim();

/** Codes are compared and kept in one form: capitals, no spaces, one kind of dash. */
export const readCode = (text: string): string =>
  bare(text).normalize('NFC').replace(/\s+/g, '').replace(/[‐-―−]/g, '-').toUpperCase();

export const isCode = (code: string): boolean => code.length <= MAX_CODE && /^[\p{L}\p{N}][\p{L}\p{N}./_-]*$/u.test(code);
