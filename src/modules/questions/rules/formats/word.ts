/**
 * Questions as officers write them in Word: "Câu 1.", options "A." on lines of their own or several on one, and the
 * key by bold, underline, colour or an asterisk, by a line "Đáp án: B", or by a table at the end. Nothing is guessed
 * silently: where two signs disagree or none is there, the question says so.
 */
import type { Item, Option, Question } from '../item.ts';
import { quote, type ImportNote, type Understood } from './understood.ts';

/** A stretch of text with one look. `mark`: highlighted, or in a colour that is not that of ordinary text. */
export type Run = { text: string; bold: boolean; underline: boolean; mark: boolean };
/** A paragraph of a Word file. `label`: what automatic numbering shows in front ("1.", "A."); `cell`: within a table. */
export type Paragraph = { label: string; runs: Run[]; cell: { table: number; row: number; column: number } | null };

const textOf = (paragraph: Paragraph): string => paragraph.runs.map((run) => run.text).join('');

/** A letter of the text and how it looks; the look of an automatic number says nothing. */
type Sign = Run & { automatic?: boolean };
const signsOf = ({ label, runs }: Paragraph): Sign[] => [
  ...[...(label === '' ? '' : `${label} `)].map((text) => ({ text, bold: false, underline: false, mark: false, automatic: true })),
  ...runs.flatMap((run) => [...run.text.normalize('NFC')].map((text) => ({ ...run, text }))),
];
const join = (signs: readonly Sign[]): string => signs.map((sign) => sign.text).join('');
const clean = (text: string): string => text.replace(/[ \t\u00a0]+/gu, ' ').trim();

const QUESTION = /^\s*(?:câu(?:\s+hỏi)?(?:\s+số)?|question)\s*(\d{1,4})\s*[.:)\]–-]?\s*/iu;
const NUMBERED = /^\s*(\d{1,4})\s*[.)]\s*(?=\S)/u;
/** "*A. …", "A*) …", "[A] …", "A/ …" */
const OPTION = /^\s*(\*?)\s*[[(]?([A-Ha-h])(\*?)\s*[.)\]/:](?!\d)\s*/u;
/** The next option on the same line stands behind a tab or a gap. */
const NEXT_OPTION = /(?:\t|[ \u00a0]{2,})\s*(?=\*?[B-H]\*?\s*[.)]\s*\S)/gu;
const KEY = /^\s*(?:đáp\s*án(?:\s+đúng)?|đ\/a|answer|key)\s*(?:là)?\s*[:.–-]\s*(.+)$/iu;
const WHY = /^\s*(?:giải\s*thích|hướng\s*dẫn\s*giải|căn\s*cứ|explanation)\s*[:.–-]\s*(.+)$/iu;
const TABLE_TITLE = /^\s*(?:bảng\s+)?(?:đáp\s*án|key)(?:\s+\p{L}+){0,4}\s*:?\s*$/iu;

type Draft = { line: number; number: number; stem: string[]; options: (Option & { signs: Sign[]; star: boolean })[]; key: string; why: string[]; notes: ImportNote[] };

class Reader {
  readonly understood: Understood = { items: [], notes: [] };
  readonly drafts: Draft[] = [];
  readonly keys = new Map<number, string>();
  readonly #named: boolean;
  #open: Draft | undefined;
  #inKeys = false;

  constructor(paragraphs: readonly Paragraph[]) {
    // "1." begins a question only in a file that never writes "Câu 1".
    this.#named = paragraphs.some((paragraph) => QUESTION.test(join(signsOf(paragraph))));
  }

  read(paragraph: Paragraph, line: number): void {
    const signs = signsOf(paragraph);
    const text = join(signs);
    if (clean(text) === '') return;
    if (TABLE_TITLE.test(text) && this.drafts.length > 0) {
      this.#inKeys = true;
      this.#open = undefined;
      return;
    }
    const question = this.#questionAt(text);
    if (this.#inKeys && !this.#begins(question, text)) return this.#readKeys(text);
    this.#inKeys = false;
    if (question) return this.#begin(line, question.number, text.slice(question.length));
    const open = this.#open;
    if (!open) return void this.understood.notes.push({ line, code: 'ignored', text: quote(clean(text)) });
    const [key, why] = [KEY.exec(text), WHY.exec(text)];
    if (key) open.key = key[1]!.trim();
    else if (why) open.why.push(clean(why[1]!));
    else if (OPTION.test(text) && this.#isNext(text, open)) this.#options(signs, open);
    else this.#goOn(open, clean(text));
  }

  /** In a list of keys "1. A" is a key, "Câu 1. Ai …?" the first question of another part. */
  #begins(question: { length: number } | undefined, text: string): boolean {
    return question !== undefined && clean(text.slice(question.length)).length > 12;
  }

  #questionAt(text: string): { number: number; length: number } | undefined {
    const found = QUESTION.exec(text) ?? (this.#named ? null : NUMBERED.exec(text));
    return found ? { number: Number(found[1]), length: found[0].length } : undefined;
  }

  #begin(line: number, number: number, rest: string): void {
    this.#open = { line, number, stem: [], options: [], key: '', why: [], notes: [] };
    this.drafts.push(this.#open);
    // The first options may follow on the line of the question.
    const at = rest.search(/(?:\t|[ \u00a0]{2,})\s*\*?A\*?\s*[.)]\s*\S/u);
    this.#open.stem.push(clean(at < 0 ? rest : rest.slice(0, at)));
    if (at >= 0) {
      const plain = (sign: string): Sign => ({ text: sign, bold: false, underline: false, mark: false });
      this.#options([...rest.slice(at).trimStart()].map(plain), this.#open);
    }
  }

  /** "C. Mác" in a question is no option: options come in their order. */
  #isNext(text: string, open: Draft): boolean {
    const letter = OPTION.exec(text)![2]!.toUpperCase();
    return letter === 'ABCDEFGH'[open.options.length];
  }

  #options(signs: Sign[], open: Draft): void {
    const text = join(signs);
    const starts = [0, ...[...text.matchAll(NEXT_OPTION)].map((found) => found.index + found[0].length)];
    for (const [at, start] of starts.entries()) {
      const part = text.slice(start, starts[at + 1]);
      const found = OPTION.exec(part);
      if (!found) continue;
      // Marks are counted by letter; a tab or an emoji must not shift them.
      const before = [...text.slice(0, start)].length;
      const own = signs.slice(before, before + [...part].length);
      const body = clean(part.slice(found[0].length));
      const star = found[1] === '*' || found[3] === '*' || /\s*(?:\(\*\)|\*)$/u.test(body);
      open.options.push({ text: body.replace(/\s*(?:\(\*\)|\*)$/u, ''), right: false, feedback: '', signs: own, star });
    }
  }

  #goOn(open: Draft, text: string): void {
    const option = open.options.at(-1);
    if (open.why.length > 0) open.why.push(text);
    else if (option) option.text = `${option.text} ${text}`;
    else open.stem.push(text);
  }

  /** "1A 2B", "1. A; 2. B", "Câu 1: A". */
  #readKeys(text: string): void {
    for (const [, number, key] of text.matchAll(/(\d{1,4})\s*[.:)–-]?\s*([A-H](?:\s*[,+]\s*[A-H])*)(?![\p{L}\p{N}])/gu)) {
      this.keys.set(Number(number), key!);
    }
  }
}

/** Tables of keys: one row of numbers above one of letters, or number and letter side by side. */
function readTables(paragraphs: readonly Paragraph[], keys: Map<number, string>): Set<number> {
  const used = new Set<number>();
  const cells = Map.groupBy(paragraphs.filter(({ cell }) => cell !== null), ({ cell }) => cell!.table);
  for (const [table, all] of cells) {
    const grid = new Map<string, string>();
    for (const paragraph of all) {
      const at = `${paragraph.cell!.row} ${paragraph.cell!.column}`;
      grid.set(at, clean(`${grid.get(at) ?? ''} ${paragraph.label} ${textOf(paragraph)}`));
    }
    const found = [...grid].flatMap(([at, text]) => {
      const [row, column] = at.split(' ').map(Number) as [number, number];
      const number = /^(?:câu\s*)?(\d{1,4})[.:)]?$/iu.exec(text)?.[1];
      const key = (where: string) => /^[A-H](?:\s*[,+]\s*[A-H])*$/u.exec(grid.get(where) ?? '')?.[0];
      const letter = number && (key(`${row + 1} ${column}`) ?? key(`${row} ${column + 1}`));
      return letter ? [[Number(number), letter] as const] : [];
    });
    if (found.length < 2) continue;
    used.add(table);
    for (const [number, key] of found) keys.set(number, key);
  }
  return used;
}

type Channel = { name: string; marked: boolean[] };

/** By what an option is marked; a look that all share is no mark. */
function channelsOf({ options }: Draft): Channel[] {
  const share = (signs: readonly Sign[], look: 'bold' | 'underline' | 'mark'): boolean => {
    const letters = signs.filter((sign) => !sign.automatic && /[\p{L}\p{N}]/u.test(sign.text));
    // Some underline only the letter in front.
    return letters.length > 0 && (letters.every((sign) => sign[look]) || letters[0]![look]);
  };
  const all: Channel[] = [
    { name: 'star', marked: options.map(({ star }) => star) },
    ...(['mark', 'underline', 'bold'] as const).map((look) => ({ name: look, marked: options.map(({ signs }) => share(signs, look)) })),
  ];
  return all.filter(({ marked }) => marked.some(Boolean) && !marked.every(Boolean));
}

const lettersOf = (key: string): number[] => [...key.toUpperCase().matchAll(/[A-H](?![\p{L}])/gu)].map(([letter]) => 'ABCDEFGH'.indexOf(letter));

function finish(draft: Draft, keys: ReadonlyMap<number, string>): { line: number; item: Item; notes: ImportNote[] } {
  const { line, options, notes } = draft;
  const note = (code: string, text = '') => notes.push({ line, code, text });
  const said: { name: string; places: number[] }[] = channelsOf(draft).map(({ name, marked }) => ({
    name, places: marked.flatMap((yes, at) => (yes ? [at] : [])),
  }));
  const written = options.length > 0 ? draft.key : '';
  if (written) said.unshift({ name: 'line', places: lettersOf(written) });
  const table = keys.get(draft.number);
  if (table && options.length > 0) said.unshift({ name: 'table', places: lettersOf(table) });
  const [first] = said;
  const differs = said.find(({ places }) => places.join() !== first?.places.join());
  if (first && differs) note('key.disagrees', `${first.name}: ${names(first.places)}; ${differs.name}: ${names(differs.places)}`);
  else if (first) note(`key.by.${first.name}`, names(first.places));
  else if (options.length > 0) note('key.none');
  const right = new Set(first?.places ?? []);
  if ([...right].some((place) => place >= options.length)) note('key.beyond', names([...right]));
  const marked = options.map(({ text, feedback }, at): Option => ({ text, feedback, right: right.has(at) }));
  const item = { stem: draft.stem.join('\n'), question: questionOf(marked, draft.key), explanation: draft.why.join('\n'), tags: [] };
  return { line, item, notes };
}

const names = (places: readonly number[]): string => places.map((place) => 'ABCDEFGH'[place]).join(', ');

function questionOf(options: Option[], key: string): Question {
  if (options.length === 0) {
    return key === '' ? { type: 'open', rubric: '' } : { type: 'short', accepted: key.split(/\s*[;|]\s*/u), folded: true };
  }
  const words = options.map(({ text }) => text.toLowerCase().replace(/[.\s]+$/u, ''));
  if (words.length === 2 && words[0] === 'đúng' && words[1] === 'sai' && options.filter(({ right }) => right).length === 1) {
    return { type: 'truefalse', answer: options[0]!.right };
  }
  return { type: options.filter(({ right }) => right).length > 1 ? 'multiple' : 'single', options };
}

/** What was understood of a Word file; `line` counts paragraphs from 1. */
export function readWord(paragraphs: readonly Paragraph[]): Understood {
  const reader = new Reader(paragraphs);
  const tables = readTables(paragraphs, reader.keys);
  for (const [at, paragraph] of paragraphs.entries()) {
    if (!paragraph.cell || !tables.has(paragraph.cell.table)) reader.read(paragraph, at + 1);
  }
  const { understood, drafts, keys } = reader;
  understood.items.push(...drafts.map((draft) => finish(draft, keys)));
  const repeated = drafts.filter(({ number }, at) => drafts.findIndex((other) => other.number === number) < at);
  for (const { line, number } of repeated) understood.notes.push({ line, code: 'number.repeated', text: String(number) });
  for (const number of keys.keys()) {
    if (!drafts.some((draft) => draft.number === number)) understood.notes.push({ line: 0, code: 'key.foreign', text: String(number) });
  }
  return understood;
}
