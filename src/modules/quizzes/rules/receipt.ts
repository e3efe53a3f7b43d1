/** Codes of receipts: eight characters of Crockford's alphabet (no I, L, O, U), shown as 7F3K-92QD. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/** What the code is made from: what stood when it was handed in, so that another content has another code. */
export type HandedIn = { attempt: string; epoch: number; finals: string; /** 0, and more when the code was taken. */ turn: number };
export const receiptText = ({ attempt, epoch, finals, turn }: HandedIn): string => `${attempt}\n${epoch}\n${turn}\n${finals}`;

/** @param bytes at least eight, from a keyed hash of `receiptText` */
export const receiptCode = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, LENGTH), (byte) => ALPHABET[byte & 31]).join('');

export const shownReceipt = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** As somebody typed it; undefined when it cannot be a code of ours. */
export function readReceipt(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s\p{Pd}._]/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return plain.length === LENGTH && [...plain].every((letter) => ALPHABET.includes(letter)) ? plain : undefined;
}
