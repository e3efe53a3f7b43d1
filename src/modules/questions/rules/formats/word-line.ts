/** Lines of a Word file, and what a line can be. */
import type { Option } from '../item.ts';
import type { Picture } from './picture.ts';
import type { ImportNote } from './understood.ts';

/** A stretch of text with one look. `mark`: highlighted, or in a colour that is not that of ordinary text. */
export type Run = { text: string; bold: boolean; underline: boolean; mark: boolean };
/**
 * A paragraph of a Word file. `label`: what automatic numbering shows in front ("1.", "A."); `cell`: within a table;
 * `footnotes`: their texts; `pictures`: their paths in the file and what is said of them.
 */
export type Paragraph = {
  label: string;
  runs: Run[];
  cell: { table: number; row: number; column: number } | null;
  footnotes?: string[];
  pictures?: { path: string; text: string }[];
  formulas?: number;
};

/** A letter of the text and how it looks; the look of an automatic number says nothing. */
export type Sign = Run & { automatic?: boolean };
export const signsOf = ({ label, runs }: Paragraph): Sign[] => [
  ...[...(label === '' ? '' : `${label} `)].map((text) => ({ text, bold: false, underline: false, mark: false, automatic: true })),
  ...runs.flatMap((run) => [...run.text.normalize('NFC')].map((text) => ({ ...run, text }))),
];
export const join = (signs: readonly Sign[]): string => signs.map((sign) => sign.text).join('');
export const clean = (text: string): string => text.replace(/[ \t\u00a0]+/gu, ' ').trim();

export const LETTERS = 'ABCDEFGHIJKL';
export const QUESTION = /^\s*(?:câu(?:\s+hỏi)?(?:\s+số)?|question)\s*(\d{1,4})\s*[.:)\]–-]?\s*/iu;
export const NUMBERED = /^\s*(\d{1,4})\s*[.)]\s*(?=\S)/u;
/** "*A. …", "A*) …", "[A] …", "A/ …" */
export const OPTION = /^\s*(\*?)\s*[[(]?([A-La-l])(\*?)\s*[.)\]/:](?!\d)\s*/u;
/** The next option on the same line stands behind a tab or a gap. */
export const NEXT_OPTION = /(?:\t|[ \u00a0]{2,})\s*(?=\*?[B-L]\*?\s*[.)]\s*\S)/gu;
export const KEY = /^\s*(?:đáp\s*án(?:\s+đúng)?|đ\/a|answer|key)\s*(?:là)?\s*(\((?:phân biệt|đúng) dấu\))?\s*[:.–-]\s*(.+)$/iu;
/** "=> Đáp án A", "(Đáp án: B)", "Chọn B": below options only letters are meant. */
export const KEY_LETTERS =
  /^\s*[([]?\s*(?:(?:=>|⇒|→|->)\s*)?(?:chọn\s+(?:(?:đáp|phương)\s*án\s+)?|đáp\s*án\s*(?:đúng\s*)?(?:là\s*)?[:.–-]?\s*)([A-L](?:\s*(?:,|và)\s*[A-L])*)\s*[.)\]]*\s*$/iu;
/** "1A, 2B; 3. C": the keys of a whole file on one line. */
export const KEY_LIST = /^(?:\d{1,4}\s*[.:)–-]?\s*[A-L](?![\p{L}\p{N}])[\s,;.]*){2,}$/iu;
/** "----- HẾT -----", "II. PHẦN TỰ LUẬN", "Chương 2": ends the question above it. */
export const PART =
  /^(?:[\s*=_.–—-]*hết[\s*=_.!–—-]*|\s*(?:[A-DIVX]{1,5}\s*[.)–-]\s*)?(?:phần|chương)\s+(?:[ivx]{1,5}|\d{1,2}|thứ\s+\p{L}+)(?:\s*[.:–-].*)?|\s*[IVX]{1,5}\s*[.)–-]\s*(?:phần\s+)?(?:trắc\s+nghiệm|tự\s+luận)(?:\s*[.:(–-].*)?)\s*$/iu;
export const TABLE_TITLE = /^\s*(?:hướng\s+dẫn\s+chấm\s*(?:và|,|–|-)\s*)?(?:bảng\s+)?(?:đáp\s*án|key)(?:\s+\p{L}+){0,4}\s*:?\s*$/iu;

/** Lines that say something about the question above them, by the word in front. */
export const LABELLED = {
  why: /^\s*(?:giải\s*thích|hướng\s*dẫn\s*giải|căn\s*cứ|explanation)\s*[:.–-]\s*(.+)$/iu,
  rubric: /^\s*hướng\s*dẫn\s*chấm\s*[:.–-]\s*(.+)$/iu,
  number: /^\s*đáp\s*số\s*[:.–-]\s*(.+)$/iu,
  order: /^\s*thứ\s*tự(?:\s+đúng)?\s*[:.–-]\s*(.+)$/iu,
  pair: /^\s*(?:nối|ghép)(?:\s+đúng)?\s*:\s*(.+)$/iu,
  feedback: /^\s*nhận\s*xét\s+([A-L]\s*[:.–-]\s*.+)$/iu,
  tags: /^\s*(?:nhãn|thẻ)\s*:\s*(.+)$/iu,
  difficulty: /^\s*mức\s*độ\s*[:.–-]\s*(.+)$/iu,
} as const;
export type Label = keyof typeof LABELLED;

/**
 * Word joiner: invisible, and no white space. Before a line it says that the line is text, whatever it looks like; our
 * own files have it where a line of a question could be taken for a key.
 */
export const SHIELD = '\u2060';

export type DraftOption = Option & { signs: Sign[]; star: boolean };
export type Draft = {
  line: number;
  number: number;
  stem: string[];
  options: DraftOption[];
  /** Keys as they stand, one a line; `exact`: accents matter. */
  keys: string[];
  exact: boolean;
  said: Record<Label, string[]>;
  footnotes: string[];
  pictures: Picture[];
  notes: ImportNote[];
};

export const newDraft = (line: number, number: number): Draft => ({
  line, number, stem: [], options: [], keys: [], exact: false,
  said: { why: [], rubric: [], number: [], order: [], pair: [], feedback: [], tags: [], difficulty: [] },
  footnotes: [], pictures: [], notes: [],
});
