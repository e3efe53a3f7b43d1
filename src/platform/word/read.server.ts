/**
 * The paragraphs of a Word file (.docx) with how they look: enough to understand what officers write, and nothing
 * more. Comments and deleted text are left out, pictures and formulas counted, notes kept beside their paragraph.
 * ECMA-376 part 1, §17.
 */
import { readDirectory } from '../spreadsheet/zip.ts';
import { isPicture, readPictures, type PackedPicture } from '../spreadsheet/pictures.server.ts';
import { readPart, readRelations, type Archive, type Relation } from '../spreadsheet/workbook.server.ts';
import { Counter, type Numbering } from './numbering.ts';
import { lookOf, readNotes, readNumbering, readStyles, resolve, value, type Attributes, type Look, type Style } from './parts.server.ts';

export type WordRun = { text: string; bold: boolean; underline: boolean; mark: boolean };
export type WordParagraph = {
  /** What automatic numbering shows in front: "1.", "A.", "Câu 3:". */
  label: string;
  runs: WordRun[];
  cell: { table: number; row: number; column: number } | null;
  /** Texts of the footnotes and endnotes that it refers to. */
  footnotes?: string[];
  /** By their paths in the file ('' when it is not in it), with what is said of them for those who do not see them. */
  pictures?: WordPicture[];
  formulas?: number;
};
export type WordPicture = { path: string; text: string };

/** Longer files are books; longest text of a paragraph and of the whole, in characters. */
const MOST = { paragraphs: 60_000, letters: 3_000_000 };

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

type OpenParagraph = { runs: WordRun[]; style: Style; list?: string; level?: number; footnotes: string[]; pictures: WordPicture[]; formulas: number };

type Parts = {
  styles: ReadonlyMap<string, Style>;
  numbering: Numbering;
  notes: ReadonlyMap<string, string>;
  relations: ReadonlyMap<string, Relation>;
};

class Body {
  readonly paragraphs: WordParagraph[] = [];
  readonly #styles: ReadonlyMap<string, Style>;
  readonly #counter: Counter;
  readonly #notes: ReadonlyMap<string, string>;
  readonly #relations: ReadonlyMap<string, Relation>;
  #picture: WordPicture | undefined;
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

  constructor({ styles, numbering, notes, relations }: Parts) {
    this.#styles = styles;
    this.#notes = notes;
    this.#relations = relations;
    this.#counter = new Counter(numbering);
  }

  open(name: string, attributes: Attributes): void {
    if (this.#picture) this.#inPicture(name, attributes, this.#picture);
    else if (this.#hidden === 0 && this.#paragraph) this.#beside(name, attributes, this.#paragraph);
    if (HIDDEN.has(name)) this.#hidden += 1;
    if (this.#hidden > 0) return;
    if (name === 't') this.#inText = true;
    const table = this.#tables.at(-1);
    if (name === 'tbl') this.#tables.push({ table: (this.#count += 1), row: -1, column: -1 });
    else if (name === 'tr' && table) Object.assign(table, { row: table.row + 1, column: -1 });
    else if (name === 'tc' && table) table.column += 1;
    else if (name === 'p') this.#paragraph = { runs: [], style: {}, footnotes: [], pictures: [], formulas: 0 };
    else if (this.#paragraph) this.#within(name, attributes, this.#paragraph);
  }

  #beside(name: string, attributes: Attributes, paragraph: OpenParagraph): void {
    if (name === 'drawing' || name === 'pict') {
      this.#picture = { path: '', text: '' };
      paragraph.pictures.push(this.#picture);
    } else if (name === 'oMath') paragraph.formulas += 1;
    else if (name === 'footnoteReference' || name === 'endnoteReference') {
      const note = this.#notes.get(`${name.slice(0, -'Reference'.length)} ${attributes['w:id'] ?? ''}`);
      if (note) paragraph.footnotes.push(note);
    }
  }

  /** DrawingML says `docPr` and `blip`, the older VML `shape` and `imagedata`. */
  #inPicture(name: string, attributes: Attributes, picture: WordPicture): void {
    if (name === 'docPr' || name === 'shape') picture.text ||= attributes.descr ?? attributes.alt ?? '';
    const id = name === 'blip' ? attributes['r:embed'] : name === 'imagedata' ? attributes['r:id'] : undefined;
    if (id) picture.path ||= this.#relations.get(id)?.target ?? '';
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
    if (name === 'drawing' || name === 'pict') this.#picture = undefined;
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
const besides = ({ footnotes, pictures, formulas }: OpenParagraph): Pick<WordParagraph, 'footnotes' | 'pictures' | 'formulas'> => ({
  ...(footnotes.length > 0 ? { footnotes } : {}),
  ...(pictures.length > 0 ? { pictures } : {}),
  ...(formulas > 0 ? { formulas } : {}),
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
function openArchive(bytes: Uint8Array): Archive {
  const archive: Archive = { bytes, entries: readDirectory(bytes) };
  const names = [...archive.entries.keys()].map((name) => name.toLowerCase());
  if (!names.includes('word/document.xml')) throw new WordRefused('word.type');
  if (names.some((name) => name.endsWith('vbaproject.bin'))) throw new WordRefused('word.macros');
  return archive;
}

/** @throws as `openArchive` */
export async function readParagraphs(bytes: Uint8Array): Promise<WordParagraph[]> {
  const archive = openArchive(bytes);
  const body = new Body({
    styles: await readStyles(archive), numbering: await readNumbering(archive), notes: await readNotes(archive),
    relations: await readRelations(archive, 'word/document.xml'),
  });
  await readPart(archive, 'word/document.xml', {
    open: (name, attributes) => body.open(name, attributes),
    text: (text) => body.text(text),
    close: (name) => body.close(name),
  });
  return body.paragraphs;
}

/** The pictures that these paragraphs show. @throws as `openArchive` */
export function picturesOf(bytes: Uint8Array, paragraphs: readonly WordParagraph[]): AsyncGenerator<PackedPicture> {
  const shown = new Set(paragraphs.flatMap(({ pictures = [] }) => pictures.map(({ path }) => path)));
  return readPictures(bytes, [...openArchive(bytes).entries.values()].filter(({ name }) => shown.has(name) && isPicture(name)));
}
