/**
 * Questions as officers write them in Word: "Câu 1.", options "A." on lines of their own or several on one, and the
 * key by bold, underline, colour or an asterisk, by a line "Đáp án: B", or by a table at the end. Nothing is guessed
 * silently: where two signs disagree or none is there, the question says so.
 */
import { readSheets } from './sheet.ts';
import { addPicture, leftOut, nameOfPath } from './picture.ts';
import { quote, type Understood } from './understood.ts';
import { finish } from './word-finish.ts';
import {
  clean, join, KEY, KEY_LETTERS, KEY_LIST, LABELLED, LETTERS, newDraft, NEXT_OPTION, NUMBERED, OPTION, PART, QUESTION, signsOf, TABLE_TITLE,
  type Draft, type Label, type Paragraph, type Sign,
} from './word-line.ts';
import { layOut, readKeyTables, type Line } from './word-table.ts';

export type { Paragraph, Run } from './word-line.ts';

class Reader {
  readonly notes: Understood['notes'] = [];
  readonly drafts: Draft[] = [];
  readonly keys = new Map<number, string>();
  readonly #named: boolean;
  #open: Draft | undefined;
  #last: Label | undefined;
  #inKeys = false;

  constructor(paragraphs: readonly Paragraph[]) {
    // "1." begins a question only in a file that never writes "Câu 1".
    this.#named = paragraphs.some((paragraph) => QUESTION.test(join(signsOf(paragraph))));
  }

  read({ line, paragraph, inside }: Line): void {
    const signs = signsOf(paragraph);
    const text = join(signs);
    const before = this.#open?.options.length ?? 0;
    if (clean(text) !== '') this.#text(signs, text, line);
    const open = this.#open;
    if (inside && open && !open.notes.some(({ code }) => code === 'table.inside')) open.notes.push({ line, code: 'table.inside', text: '' });
    this.#beside(paragraph, line, clean(text) === '' ? 1 : (open?.options.length ?? 0) - before);
  }

  /**
   * What stands beside the text: footnotes are kept with the explanation, a picture with the question or with the option
   * on its line or above it. `begun`: options that the line began; of several nobody can say whose picture it is.
   */
  #beside({ footnotes = [], pictures = [], formulas = 0 }: Paragraph, line: number, begun: number): void {
    const open = this.#open;
    const notes = open?.notes ?? this.notes;
    for (const { path, text } of pictures) {
      const picture = { option: open && open.options.length > 0 ? open.options.length - 1 : null, key: path, name: nameOfPath(path), text };
      if (!open || begun > 1 || path === '' || !addPicture(open.pictures, picture)) notes.push(leftOut(line, picture));
    }
    if (formulas > 0) notes.push({ line, code: 'formula.flat', text: '' });
    if (open) open.footnotes.push(...footnotes);
    else if (footnotes.length > 0) this.notes.push({ line, code: 'ignored', text: quote(footnotes.join(' · ')) });
  }

  #text(signs: Sign[], text: string, line: number): void {
    if (this.#saysLetters(text)) return;
    if (TABLE_TITLE.test(text) && this.drafts.length > 0) {
      this.#inKeys = true;
      this.#open = undefined;
      return;
    }
    const question = this.#questionAt(text);
    if (this.#inKeys && !this.#begins(question, text)) return this.#readKeys(text);
    this.#inKeys = false;
    if (question) return this.#begin(line, question, signs);
    const open = this.#open;
    if (!open) return void this.notes.push({ line, code: 'ignored', text: quote(clean(text)) });
    if (this.#said(text, open)) return;
    if (OPTION.test(text) && this.#isNext(text, open)) return this.#options(signs, open);
    if (PART.test(text) && open.options.length > 0) {
      // Glued to the last option, a heading would be read to everybody who answers.
      this.#open = undefined;
      return void this.notes.push({ line, code: 'ignored', text: quote(clean(text)) });
    }
    this.#goOn(open, clean(text));
  }

  #saysLetters(text: string): boolean {
    const open = this.#open;
    const letters = open && open.options.length > 0 && KEY_LETTERS.exec(text)?.[1];
    if (!open || !letters) return false;
    open.keys.push(clean(letters));
    this.#last = undefined;
    return true;
  }

  /** A line that begins with a word of its own: key, explanation, and so on. */
  #said(text: string, open: Draft): boolean {
    for (const [label, form] of Object.entries(LABELLED) as [Label, RegExp][]) {
      const found = form.exec(text);
      if (!found) continue;
      open.said[label].push(clean(found[1]!));
      this.#last = label;
      return true;
    }
    const key = KEY.exec(text);
    if (!key) return false;
    if (open.options.length > 0 && KEY_LIST.test(key[2]!)) {
      this.#inKeys = true;
      this.#open = undefined;
      this.#readKeys(key[2]!);
      return true;
    }
    open.keys.push(clean(key[2]!));
    open.exact ||= key[1] !== undefined;
    this.#last = undefined;
    return true;
  }

  /** In a list of keys "1. A" is a key, "Câu 1. Ai …?" the first question of another part. */
  #begins(question: { length: number } | undefined, text: string): boolean {
    return question !== undefined && clean(text.slice(question.length)).length > 12;
  }

  #questionAt(text: string): { number: number; length: number } | undefined {
    const found = QUESTION.exec(text) ?? (this.#named ? null : NUMBERED.exec(text));
    return found ? { number: Number(found[1]), length: found[0].length } : undefined;
  }

  #begin(line: number, { number, length }: { number: number; length: number }, signs: Sign[]): void {
    const text = join(signs);
    const rest = text.slice(length);
    this.#open = newDraft(line, number);
    this.#last = undefined;
    this.drafts.push(this.#open);
    // The first options may follow on the line of the question.
    const at = rest.search(/(?:\t|[ \u00a0]{2,})\s*\*?A\*?\s*[.)]\s*\S/u);
    this.#open.stem.push(clean(at < 0 ? rest : rest.slice(0, at)));
    if (at >= 0) {
      const start = text.length - rest.slice(at).trimStart().length;
      this.#options(signs.slice([...text.slice(0, start)].length), this.#open);
    }
  }

  /** "C. Mác" in a question is no option: options come in their order. */
  #isNext(text: string, open: Draft): boolean {
    const letter = OPTION.exec(text)![2]!.toUpperCase();
    return letter === LETTERS[open.options.length];
  }

  #options(signs: Sign[], open: Draft): void {
    this.#last = undefined;
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
    if (this.#last === 'why' || this.#last === 'rubric') open.said[this.#last].push(text);
    else if (option) option.text = `${option.text} ${text}`;
    else open.stem.push(text);
  }

  /** "1A 2B", "1. A; 2. B", "Câu 1: A". */
  #readKeys(text: string): void {
    for (const [, number, key] of text.matchAll(/(\d{1,4})\s*[.:)–-]?\s*([A-L](?:\s*[,+]\s*[A-L])*)(?![\p{L}\p{N}])/giu)) {
      this.keys.set(Number(number), key!);
    }
  }
}

/** What was understood of a Word file; `line` counts paragraphs from 1. */
export function readWord(paragraphs: readonly Paragraph[]): Understood {
  const reader = new Reader(paragraphs);
  const { lines, banks } = layOut(paragraphs, readKeyTables(paragraphs, reader.keys));
  for (const line of lines) reader.read(line);
  const { notes, drafts, keys } = reader;
  const tables = banks.map((rows) => readSheets([{ name: '', rows }]));
  const items = [...drafts.map((draft) => finish(draft, keys)), ...tables.flatMap((table) => table.items)].sort((a, b) => a.line - b.line);
  const numbers = new Set<number>();
  for (const { line, number } of drafts) {
    if (numbers.has(number)) notes.push({ line, code: 'number.repeated', text: String(number) });
    numbers.add(number);
  }
  for (const number of keys.keys()) {
    if (!numbers.has(number) && banks.length === 0) notes.push({ line: 0, code: 'key.foreign', text: String(number) });
  }
  return { items, notes: [...notes, ...tables.flatMap((table) => table.notes)] };
}
