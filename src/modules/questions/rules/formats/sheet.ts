/**
 * Questions in a sheet, one a row: "STT | Câu hỏi | A | B | C | D | Đáp án | Giải thích | Mức độ | Thẻ". Columns are
 * found by their headings; a column "Dạng", as in the template, says the kind, without it the cells do.
 */
import type { Item, ItemType, Option, Question } from '../item.ts';
import { findHeading, fieldOf, type Field, type Heading, type Row } from './sheet-heading.ts';
import { LETTERS, readAnswer, readDifficulty, readKey, readPair, readTags, readTruth, readType } from './sheet-key.ts';
import { unguarded } from './sheet-guard.ts';
import { quote, type ImportNote, type Understood, type UnderstoodItem } from './understood.ts';

/** `name`: '' for the one sheet of a text file. */
export type QuestionSheet = { name: string; rows: readonly Row[] };

type Cells = (field: Field) => string;
type Note = (code: string, text?: string) => void;

/** A question as it stands in one row, or in several that share it. */
type Draft = { line: number; cells: Cells; options: string[]; marked: number[]; notes: ImportNote[] };

const OPTION_FIELDS = Array.from({ length: LETTERS.length }, (_, at): Field => `option${at}`);
const LABELLED = /^\s*([A-La-l])\s*[.)]\s*(?=\S)/u;
const isMark = (text: string): boolean => /^(?:x|✓|✔|√|\*|v)$/iu.test(text);

/** "A. …" lines in the cell of the question, or in one cell for all options; undefined when there are none. */
function splitLabelled(text: string): { before: string; options: string[] } | undefined {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, at) => (LABELLED.test(line) ? [at] : []));
  const inOrder = starts.every((at, place) => LABELLED.exec(lines[at]!)![1]!.toUpperCase() === LETTERS[place]);
  if (starts.length < 2 || !inOrder) return undefined;
  const options = starts.map((at, place) => lines.slice(at, starts[place + 1]).join(' ').replace(LABELLED, '').trim());
  return { before: lines.slice(0, starts[0]).join('\n'), options };
}

const listOf = (letters: readonly number[]): string => letters.map((place) => LETTERS[place] ?? '?').join(', ');

/** Options with the right ones marked; what the key names by its column stays true when a column before it is empty. */
function optionsOf({ options, marked, cells }: Draft, note: Note): Option[] {
  const key = cells('key');
  const named = key === '' || isMark(key) ? (marked.length > 0 ? marked : undefined) : readKey(key, options);
  if (named) note('key.by.column', listOf(named));
  else note(key === '' || isMark(key) ? 'key.none' : 'key.unreadable', quote(key));
  if (named?.some((place) => !options[place])) note('key.beyond', listOf(named.filter((place) => !options[place])));
  const feedback = new Map(cells('feedback').split('\n').flatMap((line) => {
    const found = /^\s*([A-L])\s*[:.)]\s*(.+)$/u.exec(line);
    return found ? [[LETTERS.indexOf(found[1]!), found[2]!] as const] : [];
  }));
  return options.flatMap((text, at) => (text === '' ? [] : [{ text, right: named?.includes(at) ?? false, feedback: feedback.get(at) ?? '' }]));
}

function said(type: ItemType, exact: boolean, draft: Draft, note: Note): Question {
  const key = draft.cells('key');
  const texts = draft.options.filter((text) => text !== '');
  switch (type) {
    case 'truefalse':
      return truth(draft, note) ?? { type: 'single', options: optionsOf(draft, note) };
    case 'matching': {
      const pairs = texts.map(readPair);
      return { type, pairs: pairs.filter(({ left }) => left !== ''), extra: pairs.filter(({ left }) => left === '').map(({ right }) => right) };
    }
    case 'ordering': {
      const order = key === '' ? undefined : readKey(key, texts);
      const whole = order && new Set(order).size === texts.length && order.every((place) => place < texts.length);
      if (key !== '' && !whole) note('key.unreadable', quote(key));
      return { type, steps: whole ? order.map((place) => texts[place]!) : texts };
    }
    case 'short':
      return { type, accepted: [...key.split('\n'), ...texts].filter((text) => text.trim() !== ''), folded: !exact };
    case 'number': {
      const read = readAnswer(key);
      if (!read) note('key.unreadable', quote(key));
      else if (/^-?\d{1,3}\.\d{3}$/u.test(key.trim())) note('number.thousands', key.trim());
      return read ? { type, ...read } : { type: 'short', accepted: [], folded: true };
    }
    case 'open':
      return { type, rubric: key };
    default:
      return { type, options: optionsOf(draft, note) };
  }
}

/** Right or wrong by its two options, or by the word in the key. */
function truth({ options, marked, cells }: Draft, note: Note): Question | undefined {
  const texts = options.filter((text) => text !== '');
  const sides = texts.map(readTruth);
  const key = cells('key');
  const two = texts.length === 2 && sides.includes(true) && sides.includes(false);
  if (texts.length > 0 && !two) return undefined;
  const named = two ? (marked.length > 0 && (key === '' || isMark(key)) ? marked : readKey(key, options)) : undefined;
  const answer = named?.length === 1 ? readTruth(options[named[0]!] ?? '') : readTruth(key);
  if (answer === undefined) return undefined;
  note('key.by.column', key || listOf(marked));
  return { type: 'truefalse', answer };
}

/** Without a column that says it: two options "Đúng", "Sai"; options; or only a key. */
function guessed(draft: Draft, note: Note): Question {
  const key = draft.cells('key');
  const right = truth(draft, note);
  if (right) return right;
  if (draft.options.some((text) => text !== '')) {
    const options = optionsOf(draft, note);
    return { type: options.filter((option) => option.right).length > 1 ? 'multiple' : 'single', options };
  }
  note(key === '' ? 'key.none' : 'key.short');
  return { type: 'short', accepted: key.split(/[;|\n]/u).filter((text) => text.trim() !== ''), folded: true };
}

function finish(draft: Draft): UnderstoodItem {
  const { cells, line, notes } = draft;
  const note: Note = (code, text = '') => notes.push({ line, code, text });
  const typeCell = cells('type');
  const type = readType(typeCell);
  if (typeCell !== '' && !type) note('type.cell', quote(typeCell));
  let stem = cells('stem');
  const inStem = typeCell === '' && draft.options.every((text) => text === '') ? splitLabelled(stem) : undefined;
  if (inStem) {
    stem = inStem.before;
    draft.options = inStem.options;
  }
  const question = type ? said(type.type, type.exact, draft, note) : guessed(draft, note);
  const level = cells('difficulty');
  const difficulty = readDifficulty(level);
  if (level !== '' && !difficulty) note('difficulty.cell', quote(level));
  const item: Item = { stem, question, explanation: cells('explanation'), tags: readTags(cells('tags')) };
  return { line, item, ...(difficulty ? { difficulty } : {}), notes };
}

class Reader {
  readonly #heading: Heading;
  readonly #understood: Understood;
  #open: { draft: Draft; number: string; stem: string } | undefined;

  constructor(heading: Heading, understood: Understood) {
    this.#heading = heading;
    this.#understood = understood;
  }

  read(row: Row): void {
    const cells: Cells = (field) => {
      const column = this.#heading.columns.get(field);
      return column === undefined ? '' : unguarded(row.cells[column] ?? '');
    };
    const [stem, choice] = [cells('stem'), cells('choices')];
    if (this.#isHeading(row) || isNumbering(row.cells)) return;
    const open = this.#open;
    // A merged question is repeated by the reader of the sheet, an unmerged one is blank, for each of its options.
    const more = open && choice !== '' && (stem === '' || (stem === open.stem && cells('number') === open.number));
    if (more) return this.#choice(open.draft, choice, cells('key'));
    if (stem === '') return this.#ignore(row);
    this.end();
    const draft: Draft = { line: row.number, cells, options: OPTION_FIELDS.map(cells), marked: [], notes: [] };
    if (row.hidden) draft.notes.push({ line: row.number, code: 'row.hidden', text: '' });
    if (row.cells.includes('#CALC!')) draft.notes.push({ line: row.number, code: 'formula.uncalculated', text: '' });
    this.#open = { draft, number: cells('number'), stem };
    if (choice !== '') this.#choice(draft, choice, cells('key'));
  }

  #choice(draft: Draft, choice: string, key: string): void {
    const all = splitLabelled(choice)?.options ?? [choice.replace(LABELLED, '')];
    const place = draft.options.findIndex((text) => text === '');
    for (const [at, text] of all.entries()) if (place + at < draft.options.length) draft.options[place + at] = text;
    if (isMark(key) && place >= 0) draft.marked.push(place);
  }

  /** Headings again on every printed page. */
  #isHeading({ cells }: Row): boolean {
    const { columns } = this.#heading;
    const named = [...columns].filter(([field, column]) => fieldOf(cells[column] ?? '') === field);
    // Options may be called "a", "b", "c"; a question is not called "Câu hỏi".
    return named.length >= 2 && named.some(([field]) => field === 'stem') && named.length > columns.size / 2;
  }

  #ignore({ number, cells }: Row): void {
    this.end();
    const text = cells.filter((cell) => cell !== '').join(' · ');
    if (!/^\d*$/u.test(text)) this.#understood.notes.push({ line: number, code: 'ignored', text: quote(text) });
  }

  end(): void {
    if (this.#open) this.#understood.items.push(finish(this.#open.draft));
    this.#open = undefined;
  }
}

/** "1 2 3 4" or "(1) (2) (3)" below the headings numbers the columns. */
function isNumbering(cells: readonly string[]): boolean {
  const numbers = cells.filter((text) => text !== '').map((text) => /^\(?(\d{1,2})\)?$/u.exec(text)?.[1]);
  return numbers.length >= 4 && numbers.every((text, at) => Number(text) === at + 1);
}

/** What was understood of the sheets that have headings of questions; the others have a note. */
export function readSheets(sheets: readonly QuestionSheet[]): Understood {
  const understood: Understood = { items: [], notes: [] };
  const several = sheets.filter(({ rows }) => rows.length > 0).length > 1;
  for (const { name, rows } of sheets) {
    const own: Understood = { items: [], notes: [] };
    const heading = findHeading(rows);
    if (heading) {
      const reader = new Reader(heading, own);
      if (heading.unknown.length > 0) own.notes.push({ line: heading.row, code: 'columns.left', text: quote(heading.unknown.join(' · ')) });
      for (const row of rows) if (row.number > heading.row) reader.read(row);
      reader.end();
    } else if (rows.length > 0) own.notes.push({ line: 0, code: 'heading.missing', text: name });
    const part = several ? { part: name } : {};
    understood.items.push(...own.items.map((each) => ({ ...each, ...part })));
    understood.notes.push(...own.notes.map((each) => ({ ...each, ...part })));
  }
  return understood;
}
