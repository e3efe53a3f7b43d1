/**
 * The paragraphs of a Word file (.docx) with how they look: enough to understand what officers write, and nothing
 * more. Comments and deleted text are left out, pictures and formulas counted, notes kept beside their paragraph.
 * ECMA-376 part 1, §17.
 */
import { readDirectory } from '../spreadsheet/zip.ts';
import { readPart, type Archive } from '../spreadsheet/workbook.server.ts';
import { Counter, type Level, type Numbering } from './numbering.ts';

export type WordRun = { text: string; bold: boolean; underline: boolean; mark: boolean };
export type WordParagraph = {
  /** What automatic numbering shows in front: "1.", "A.", "Câu 3:". */
  label: string;
  runs: WordRun[];
  cell: { table: number; row: number; column: number } | null;
  /** Texts of the footnotes and endnotes that it refers to. */
  footnotes?: string[];
  /** What is no text; absent when there is none. */
  left?: { pictures: number; formulas: number };
};

type Look = { bold?: boolean; underline?: boolean; mark?: boolean };
/** A style's own look, its numbering, and the style that it is based on. */
type Style = Look & { based?: string; list?: string; level?: number };

type Attributes = Record<string, string>;
const value = (attributes: Attributes): string => attributes['w:val'] ?? attributes.val ?? '';
const isOn = (attributes: Attributes): boolean => !['0', 'false', 'off', 'none'].includes(value(attributes));

/** Black, "automatic" and the grey of headings are ordinary; a key is red, blue or green. */
function isMarkColour(colour: string): boolean {
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  return /^[0-9a-f]{6}$/iu.test(colour) && Math.max(red, green, blue) - Math.min(red, green, blue) > 80;
}

/** What one tag within `w:rPr` says. */
function lookOf(name: string, attributes: Attributes, look: Look): void {
  if (name === 'b') look.bold = isOn(attributes);
  if (name === 'u') look.underline = isOn(attributes);
  if (name === 'highlight') look.mark = isOn(attributes);
  if (name === 'color') look.mark ||= isMarkColour(value(attributes));
  if (name === 'shd') look.mark ||= isMarkColour(attributes['w:fill'] ?? '');
}

async function readStyles(archive: Archive): Promise<Map<string, Style>> {
  const styles = new Map<string, Style>();
  let style: Style | undefined;
  let inRun = false;
  await readPart(archive, 'word/styles.xml', {
    open(name, attributes) {
      if (name === 'style') styles.set(attributes['w:styleId'] ?? '', (style = {}));
      else if (name === 'rPr') inRun = true;
      else if (style && name === 'basedOn') style.based = value(attributes);
      else if (style && name === 'numId') style.list = value(attributes);
      else if (style && name === 'ilvl') style.level = Number(value(attributes));
      else if (style && inRun) lookOf(name, attributes, style);
    },
    close(name) {
      if (name === 'rPr') inRun = false;
      if (name === 'style') style = undefined;
    },
  });
  return styles;
}

async function readNumbering(archive: Archive): Promise<Numbering> {
  const abstracts = new Map<string, Level[]>();
  const lists = new Map<string, Level[]>();
  let abstract: Level[] | undefined;
  let level: Level | undefined;
  let list = '';
  await readPart(archive, 'word/numbering.xml', {
    open(name, attributes) {
      if (name === 'abstractNum') abstracts.set(attributes['w:abstractNumId'] ?? '', (abstract = []));
      else if (name === 'lvl' && abstract) {
        level = { start: 1, format: 'decimal', text: '' };
        abstract[Number(attributes['w:ilvl'])] = level;
      } else if (name === 'start' && level) level.start = Number(value(attributes));
      else if (name === 'numFmt' && level) level.format = value(attributes);
      else if (name === 'lvlText' && level) level.text = value(attributes);
      else if (name === 'num') list = attributes['w:numId'] ?? '';
      else if (name === 'abstractNumId') lists.set(list, abstracts.get(value(attributes)) ?? []);
    },
    close(name) {
      if (name === 'abstractNum') abstract = undefined;
      if (name === 'lvl') level = undefined;
    },
  });
  return lists;
}

/** Footnotes and endnotes by what refers to them. */
async function readNotes(archive: Archive): Promise<Map<string, string>> {
  const notes = new Map<string, string>();
  for (const [part, name] of [['word/footnotes.xml', 'footnote'], ['word/endnotes.xml', 'endnote']] as const) {
    let id = '';
    let text = '';
    let inText = false;
    await readPart(archive, part, {
      open(tag, attributes) {
        if (tag === name) [id, text] = [attributes['w:id'] ?? '', ''];
        else if (tag === 'p' && text !== '') text += ' ';
        inText = tag === 't';
      },
      text(piece) {
        if (inText && text.length < MOST.note) text += piece;
      },
      close(tag) {
        inText = false;
        if (tag === name) notes.set(`${name} ${id}`, text.replace(/\s+/gu, ' ').trim());
      },
    });
  }
  return notes;
}

/** A style with what it takes over from those it is based on. */
function resolve(styles: ReadonlyMap<string, Style>, id: string, depth = 0): Style {
  const own = styles.get(id) ?? {};
  return own.based && depth < 10 ? { ...resolve(styles, own.based, depth + 1), ...own } : own;
}

/** Longer files are books; longest text of a paragraph and of the whole, in characters. */
const MOST = { paragraphs: 60_000, letters: 3_000_000, note: 4_000 };

/** Text that is not read: deleted, moved away, a second rendering of the same, notes and pictures. */
const HIDDEN = new Set(['del', 'moveFrom', 'Fallback', 'drawing', 'pict', 'instrText', 'comment']);

/** `word.type`: no Word file · `word.broken` · `word.macros` · `word.long`; and what `readDirectory` throws. */
export class WordRefused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

type OpenParagraph = { runs: WordRun[]; style: Style; list?: string; level?: number; footnotes: string[]; pictures: number; formulas: number };

class Body {
  readonly paragraphs: WordParagraph[] = [];
  readonly #styles: ReadonlyMap<string, Style>;
  readonly #counter: Counter;
  readonly #notes: ReadonlyMap<string, string>;
  #letters = 0;
  /** Nested: a table in a cell. */
  #tables: { table: number; row: number; column: number }[] = [];
  #count = 0;
  #paragraph: OpenParagraph | undefined;
  #run: Look | undefined;
  #text = '';
  #where: 'run' | 'paragraph' | undefined;
  #hidden = 0;
  #inText = false;

  constructor({ styles, numbering, notes }: { styles: ReadonlyMap<string, Style>; numbering: Numbering; notes: ReadonlyMap<string, string> }) {
    this.#styles = styles;
    this.#notes = notes;
    this.#counter = new Counter(numbering);
  }

  open(name: string, attributes: Attributes): void {
    if (this.#hidden === 0 && this.#paragraph) this.#beside(name, attributes, this.#paragraph);
    if (HIDDEN.has(name)) this.#hidden += 1;
    if (this.#hidden > 0) return;
    if (name === 't') this.#inText = true;
    const table = this.#tables.at(-1);
    if (name === 'tbl') this.#tables.push({ table: (this.#count += 1), row: -1, column: -1 });
    else if (name === 'tr' && table) Object.assign(table, { row: table.row + 1, column: -1 });
    else if (name === 'tc' && table) table.column += 1;
    else if (name === 'p') this.#paragraph = { runs: [], style: {}, footnotes: [], pictures: 0, formulas: 0 };
    else if (this.#paragraph) this.#within(name, attributes, this.#paragraph);
  }

  #beside(name: string, attributes: Attributes, paragraph: OpenParagraph): void {
    if (name === 'drawing' || name === 'pict') paragraph.pictures += 1;
    else if (name === 'oMath') paragraph.formulas += 1;
    else if (name === 'footnoteReference' || name === 'endnoteReference') {
      const note = this.#notes.get(`${name.slice(0, -'Reference'.length)} ${attributes['w:id'] ?? ''}`);
      if (note) paragraph.footnotes.push(note);
    }
  }

  #within(name: string, attributes: Attributes, paragraph: OpenParagraph): void {
    if (name === 'pPr') this.#where = 'paragraph';
    else if (name === 'pStyle') paragraph.style = resolve(this.#styles, value(attributes));
    else if (name === 'numId') paragraph.list = value(attributes);
    else if (name === 'ilvl') paragraph.level = Number(value(attributes));
    else if (name === 'r') this.#run = {};
    else if (name === 'rPr' && this.#run) this.#where = 'run';
    else if (name === 'rStyle' && this.#run) Object.assign(this.#run, resolve(this.#styles, value(attributes)));
    else if (this.#where === 'run' && this.#run) lookOf(name, attributes, this.#run);
    else if (name === 'tab' && this.#where === undefined) this.#text += '\t';
    else if (name === 'br' || name === 'cr') this.#text += '\n';
    else if (name === 'noBreakHyphen') this.#text += '-';
  }

  text(text: string): void {
    if (this.#run && this.#inText && this.#hidden === 0) this.#text += text;
  }

  close(name: string): void {
    if (name === 't') this.#inText = false;
    if (HIDDEN.has(name)) this.#hidden -= 1;
    if (this.#hidden > 0) return;
    if (name === 'tbl') this.#tables.pop();
    else if (name === 'rPr' || name === 'pPr') this.#where = undefined;
    else if (name === 'r') this.#endRun();
    else if (name === 'p') this.#endParagraph();
  }

  #endRun(): void {
    const paragraph = this.#paragraph;
    const look = { ...paragraph?.style, ...this.#run };
    if (paragraph && this.#text !== '') {
      const { bold = false, underline = false, mark = false } = look;
      paragraph.runs.push({ text: this.#text, bold, underline, mark });
      this.#letters += this.#text.length;
    }
    this.#text = '';
    this.#run = undefined;
    if (this.#letters > MOST.letters) throw new WordRefused('word.long');
  }

  /** A line break within a paragraph begins a line like another paragraph: options are often written so. */
  #endParagraph(): void {
    const paragraph = this.#paragraph;
    this.#paragraph = undefined;
    if (!paragraph) return;
    const { list = paragraph.style.list, level = paragraph.style.level ?? 0 } = paragraph;
    const label = list && list !== '0' ? this.#counter.next(list, level) : '';
    const table = this.#tables.at(-1);
    for (const [at, runs] of lines(paragraph.runs).entries()) {
      this.paragraphs.push({ label: at === 0 ? label : '', runs, cell: table ? { ...table } : null, ...(at === 0 ? besides(paragraph) : {}) });
    }
    if (this.paragraphs.length > MOST.paragraphs) throw new WordRefused('word.long');
  }
}

/** Only what there is: most paragraphs have nothing beside them. */
const besides = ({ footnotes, pictures, formulas }: OpenParagraph): Pick<WordParagraph, 'footnotes' | 'left'> => ({
  ...(footnotes.length > 0 ? { footnotes } : {}),
  ...(pictures + formulas > 0 ? { left: { pictures, formulas } } : {}),
});

function lines(runs: readonly WordRun[]): WordRun[][] {
  const found: WordRun[][] = [[]];
  for (const run of runs) {
    for (const [at, text] of run.text.split('\n').entries()) {
      if (at > 0) found.push([]);
      if (text !== '') found.at(-1)!.push({ ...run, text });
    }
  }
  return found;
}

/** @throws WordRefused, SheetRefused: the archive is too big, lies, or is damaged */
export async function readParagraphs(bytes: Uint8Array): Promise<WordParagraph[]> {
  const archive: Archive = { bytes, entries: readDirectory(bytes) };
  const names = [...archive.entries.keys()].map((name) => name.toLowerCase());
  if (!names.includes('word/document.xml')) throw new WordRefused('word.type');
  if (names.some((name) => name.endsWith('vbaproject.bin'))) throw new WordRefused('word.macros');
  const body = new Body({ styles: await readStyles(archive), numbering: await readNumbering(archive), notes: await readNotes(archive) });
  await readPart(archive, 'word/document.xml', {
    open: (name, attributes) => body.open(name, attributes),
    text: (text) => body.text(text),
    close: (name) => body.close(name),
  });
  return body.paragraphs;
}
