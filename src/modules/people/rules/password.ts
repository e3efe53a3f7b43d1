import { fold } from '#platform/text/fold.ts';

/** NIST SP 800-63B asks for length instead of rules about signs. */
export const MIN_PASSWORD = 12;
/** Longer than any passphrase, short enough that hashing it costs the same as hashing a short one. */
export const MAX_PASSWORD = 200;

/** Letters and digits without accents: "Mật Khẩu-123456" and "matkhau123456" are one guess. */
const squash = (text: string): string => fold(text.normalize('NFKC')).replace(/[^\p{L}\p{N}]/gu, '');

/** What lists of stolen passwords begin with, here and elsewhere; digits before or behind change nothing. */
const COMMON = new Set(
  `matkhau matkhaucuatoi passwordcuatoi password passw0rd passwords pass admin administrator root letmein welcome iloveyou
  vietnam vietnamvodich toiyeuvietnam yeuvietnam anhyeuem emyeuanh toiyeuem yeuemnhieulam tinhyeu giadinh dangvien
  chibo dangbo dangcongsan caunoi binhphuoc dongnai dongxoai hochiminh saigon hanoi bacho qwerty qwertyuiop qwertyuiopasdfghjkl
  asdfghjkl zxcvbnm qazwsx qazwsxedc zaqxsw abc abcd abcdef abcxyz abcabc abcabcabc asd asdf asdasd asdasdasd qwe qweasd
  qweasdzxc monkey dragon sunshine princess football baseball superman batman master shadow michael jordan trustno computer
  internet samsung iphone android google facebook zalo youtube`.split(/\s+/),
);

/** `121212121212`, `abcabcabcabc`: a few signs over and over. */
const repeats = (text: string): boolean => /^(.{1,4}?)\1+.{0,3}$/u.test(text) && new Set(text).size <= 4;

/** `123456789012`, `987654321098`, `abcdefghijkl`. */
function counts(text: string): boolean {
  const codes = [...text].map((sign) => sign.codePointAt(0) ?? 0);
  const step = (by: number) =>
    codes.every((code, at) => at === 0 || code - codes[at - 1]! === by || Math.abs(code - codes[at - 1]!) === 9);
  return step(1) || step(-1);
}

const isCommon = (text: string): boolean =>
  COMMON.has(text.replace(/^\d+|\d+$/g, '')) || /^\d*$/.test(text) && new Set(text).size <= 3 || repeats(text) || counts(text);

/**
 * Why a password cannot be chosen: `password.missing`, `.tooShort`, `.tooLong`, `.common`, `.personal`; undefined when
 * it can.
 * @param about what others know of the person: name, codes, telephone; a password that contains one is guessed first
 */
export function passwordProblem(password: string, about: readonly (string | null | undefined)[] = []): string | undefined {
  const length = [...password.normalize('NFC')].length;
  if (length === 0) return 'password.missing';
  if (length < MIN_PASSWORD) return 'password.tooShort';
  if (password.length > MAX_PASSWORD) return 'password.tooLong';
  const text = squash(password);
  if (isCommon(text)) return 'password.common';
  const personal = about.map((each) => squash(each ?? '')).filter((each) => each.length >= 4);
  return personal.some((each) => text.includes(each)) ? 'password.personal' : undefined;
}
