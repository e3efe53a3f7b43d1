/** What a Word file says beside its text: styles, lists, notes. ECMA-376 part 1, §17. */
import { readPart, type Archive } from '../spreadsheet/workbook.server.ts';
import type { Level, Numbering } from './numbering.ts';

export type Look = { bold?: boolean; underline?: boolean; mark?: boolean };
/** A style's own look, its numbering, and the style that it is based on. */
export type Style = Look & { based?: string; list?: string; level?: number };

export type Attributes = Record<string, string>;
export const value = (attributes: Attributes): string => attributes['w:val'] ?? attributes.val ?? '';
const isOn = (attributes: Attributes): boolean => !['0', 'false', 'off', 'none'].includes(value(attributes));

/** Black, "automatic" and the grey of headings are ordinary; a key is red, blue or green. */
function isMarkColour(colour: string): boolean {
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  return /^[0-9a-f]{6}$/iu.test(colour) && Math.max(red, green, blue) - Math.min(red, green, blue) > 80;
}

/** What one tag within `w:rPr` says. */
export function lookOf(name: string, attributes: Attributes, look: Look): void {
  if (name === 'b') look.bold = isOn(attributes);
  if (name === 'u') look.underline = isOn(attributes);
  if (name === 'highlight') look.mark = isOn(attributes);
  if (name === 'color') look.mark ||= isMarkColour(value(attributes));
  if (name === 'shd') look.mark ||= isMarkColour(attributes['w:fill'] ?? '');
}

export async function readStyles(archive: Archive): Promise<Map<string, Style>> {
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

export async function readNumbering(archive: Archive): Promise<Numbering> {
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

const LONGEST_NOTE = 4_000;

/** Footnotes and endnotes by what refers to them: "footnote 2". */
export async function readNotes(archive: Archive): Promise<Map<string, string>> {
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
        if (inText && text.length < LONGEST_NOTE) text += piece;
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
export function resolve(styles: ReadonlyMap<string, Style>, id: string, depth = 0): Style {
  const own = styles.get(id) ?? {};
  return own.based && depth < 10 ? { ...resolve(styles, own.based, depth + 1), ...own } : own;
}
