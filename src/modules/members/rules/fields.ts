/** What a column of a spreadsheet can be, and by which words offices call it. */
import { fold } from '#platform/text/fold.ts';

export const importKinds = ['members', 'bodies'] as const;
export type ImportKind = (typeof importKinds)[number];
export const isImportKind = (value: string): value is ImportKind => importKinds.some((kind) => kind === value);

export const memberFields = [
  'code',
  'name',
  'family',
  'given',
  'body',
  'above',
  'from',
  'until',
  'exemptFrom',
  'exemptUntil',
  'exemptReason',
  'phone',
  'email',
] as const;
export const bodyFields = ['code', 'name', 'kind', 'parent', 'from', 'basis'] as const;
export type Field = (typeof memberFields)[number] | (typeof bodyFields)[number];

export const fieldsOf = (kind: ImportKind): readonly Field[] => (kind === 'members' ? memberFields : bodyFields);

/**
 * Headings, folded; the first of a list is the one that templates use. Longer words win: "mã chi bộ" is a body,
 * though it begins with "mã".
 */
const words: Record<ImportKind, Partial<Record<Field, readonly string[]>>> = {
  members: {
    code: ['ma dang vien', 'ma so dang vien', 'ma dv', 'so hieu dang vien', 'ma thanh vien', 'ma hoi vien',
      'ma doan vien', 'ma so', 'ma', 'member code', 'code'],
    name: ['ho va ten', 'ho ten', 'ho va ten dang vien', 'ho ten dang vien', 'ho va ten khai sinh', 'ten dang vien',
      'ho, chu dem va ten', 'ho va ten thanh vien', 'full name', 'name'],
    family: ['ho dem', 'ho va chu dem', 'ho va ten dem', 'ho ten dem', 'ho va dem', 'ho chu dem', 'ho', 'ho lot'],
    given: ['ten', 'ten goi'],
    body: ['ma chi bo', 'chi bo', 'ten chi bo', 'chi bo sinh hoat', 'ky hieu chi bo', 'ma to chuc dang',
      'to chuc dang', 'noi sinh hoat', 'ma don vi', 'don vi', 'don vi sinh hoat', 'chi doan', 'chi hoi', 'branch'],
    above: ['dang bo', 'dang bo co so', 'dang uy', 'dang uy co so', 'dang bo truc thuoc', 'to chuc dang cap tren',
      'cap tren', 'ma dang bo', 'truc thuoc'],
    from: ['sinh hoat tu ngay', 'ngay vao chi bo', 'ngay ve chi bo', 'ngay chuyen den', 'ngay sinh hoat', 'tu ngay',
      'ngay bat dau', 'sinh hoat tu', 'ngay chuyen sinh hoat den', 'from'],
    until: ['sinh hoat den ngay', 'ngay chuyen di', 'ngay thoi sinh hoat', 'ngay ket thuc', 'den ngay',
      'sinh hoat den', 'ngay chuyen sinh hoat di', 'ngay ra khoi chi bo', 'until'],
    exemptFrom: ['mien sinh hoat tu ngay', 'mien sinh hoat tu', 'mien tu ngay', 'mien tu', 'mien sinh hoat tu thang',
      'ngay mien sinh hoat', 'mien cong tac va sinh hoat tu ngay'],
    exemptUntil: ['mien sinh hoat den ngay', 'mien sinh hoat den', 'mien den ngay', 'mien den',
      'mien cong tac va sinh hoat den ngay'],
    exemptReason: ['ly do mien sinh hoat', 'mien sinh hoat ly do', 'ly do mien', 'mien cong tac va sinh hoat ly do'],
    phone: ['so dien thoai', 'dien thoai', 'dien thoai di dong', 'sdt', 'so dt', 'dt', 'di dong', 'phone', 'mobile',
      'dien thoai lien he'],
    email: ['thu dien tu', 'email', 'e-mail', 'dia chi email', 'hop thu dien tu', 'hop thu'],
  },
  bodies: {
    code: ['ma to chuc', 'ma to chuc dang', 'ky hieu', 'ma chi bo', 'ma don vi', 'ma so', 'ma', 'symbol', 'code'],
    name: ['ten to chuc', 'ten to chuc dang', 'ten chi bo', 'ten don vi', 'to chuc dang', 'chi bo', 'ten', 'name'],
    kind: ['loai to chuc', 'loai', 'loai hinh', 'loai hinh to chuc', 'kind'],
    parent: ['ma cap tren', 'ma to chuc cap tren', 'cap tren', 'to chuc cap tren', 'cap tren truc tiep', 'truc thuoc',
      'thuoc', 'dang bo cap tren', 'dang uy cap tren', 'ma dang bo', 'dang bo', 'dang uy', 'parent'],
    from: ['thanh lap ngay', 'ngay thanh lap', 'tu ngay', 'hieu luc tu', 'from'],
    basis: ['can cu', 'quyet dinh thanh lap', 'so quyet dinh', 'quyet dinh', 'basis'],
  },
};

/**
 * Columns that are never read, whatever an officer would map: nobody here may keep what they say (Law
 * 91/2025/QH15 on sensitive data, and the line this product holds). By any of these words in the heading.
 */
const sensitive =
  /\b(cccd|cmnd|cmt|cmtnd|can cuoc|chung minh|dinh danh|ho chieu|dan toc|ton giao|tin nguong|bao hiem xa hoi|bhxh|passport|religion|ethnicity)\b/;

/** Counts rows; nothing to import. */
const counter = /^(stt|so tt|tt|so thu tu|no|#)$/;

/** A heading as it is compared: folded, without what stands in brackets, without signs at its end. */
export const headingKey = (heading: string): string =>
  fold(heading)
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[–—]/g, '-')
    .replace(/[.:;*/]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

export const isSensitive = (heading: string): boolean => sensitive.test(headingKey(heading));
export const isCounter = (heading: string): boolean => counter.test(headingKey(heading));

/** How sure a heading names a field: 3 exactly, 2 begins with it; 0 not at all. */
function likeness(key: string, word: string): number {
  if (key === word) return 3;
  return word.includes(' ') && key.startsWith(`${word} `) ? 2 : 0;
}

/** `length`: of the words that were recognised; longer ones say more. */
export type Guess = { field: Field; sure: number; length: number };

/** The field that a heading names best; undefined for none. Sensitive and counting columns name none. */
export function guessField(kind: ImportKind, heading: string): Guess | undefined {
  const key = headingKey(heading);
  if (key === '' || sensitive.test(key) || counter.test(key)) return undefined;
  let best: Guess | undefined;
  for (const field of fieldsOf(kind)) {
    for (const word of words[kind][field] ?? []) {
      const sure = likeness(key, word);
      if (sure === 0) continue;
      if (!best || sure > best.sure || (sure === best.sure && word.length > best.length)) {
        best = { field, sure, length: word.length };
      }
    }
  }
  return best;
}
