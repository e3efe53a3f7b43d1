/**
 * Codes that people read aloud, copy by hand and type on a phone: Crockford base 32 (no I, L, O, U), in
 * groups of four, the last character a check. `7F3K-92QD-XM4T-0B6HZ`.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/**
 * At least 80 bits: nobody finds a code by guessing, even with a million codes issued and no limit on tries.
 */
const MIN_BITS = 80;

/** Powers of 2 in GF(32) over x⁵ + x² + 1: doubling, reduced. */
const double = (value: number): number => (value & 16 ? ((value << 1) ^ 0b100101) & 31 : value << 1);

/**
 * A polynomial in GF(32): notices every single wrong character and every swap of two characters, which a
 * plain sum does not.
 */
function checkOf(values: number[]): number {
  return values.reduce((sum, value) => double(sum ^ value), 0);
}

/** The grouped form of a canonical code; a single character left over joins the last group. */
export function formatCode(canonical: string): string {
  const groups = canonical.match(/.{1,4}/g) ?? [];
  const last = groups.at(-1) ?? '';
  if (groups.length < 2 || last.length > 1) return groups.join('-');
  return groups.slice(0, -1).join('-') + last;
}

/** A new random code of at least `bits` bits (never below 80), grouped. */
export function newCode(bits = MIN_BITS): string {
  const length = Math.ceil(Math.max(bits, MIN_BITS) / 5);
  return codeOf(crypto.getRandomValues(new Uint8Array(length)));
}

/** The code that these bytes make, five bits of each: for a code that can be derived again from a secret. */
export function codeOf(bytes: Uint8Array): string {
  const values = Array.from(bytes, (byte) => byte & 31);
  return formatCode([...values, checkOf(values)].map((value) => ALPHABET[value]).join(''));
}

/**
 * The canonical form of a code that somebody typed (capitals, no groups), which is what gets hashed and
 * looked up; undefined when it cannot be a code of ours. Small letters, spaces, any dash, O for 0, I or L for
 * 1 do no harm.
 */
export function parseCode(typed: string): string | undefined {
  const canonical = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}._]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (canonical.length <= MIN_BITS / 5 || canonical.length > 60) return undefined;
  const values = [...canonical].map((letter) => ALPHABET.indexOf(letter));
  if (values.includes(-1)) return undefined;
  return checkOf(values.slice(0, -1)) === values.at(-1) ? canonical : undefined;
}
