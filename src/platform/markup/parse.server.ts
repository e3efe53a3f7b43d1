/**
 * XML of strangers as a tree. No document types, so no entities of the file's own: nothing in it can expand, nothing
 * from elsewhere is fetched. Meant to run in a process of its own (read.child.ts).
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { decodeText } from '../spreadsheet/delimited.ts';
import { unpack } from '../spreadsheet/inflate.server.ts';
import { isPicture, isSound, readPictures, type PackedPicture } from '../spreadsheet/pictures.server.ts';
import { readDirectory, type Entry } from '../spreadsheet/zip.ts';
import type { Markup, MarkupFile } from './tree.ts';

/** Real files are nested some twenty deep; the largest bank that may be imported has some 150,000 elements. */
const MOST = { depth: 60, elements: 400_000, letters: 8_000_000, bulk: 14_000_000 };

/**
 * `xml.type`: neither XML nor a package of it · `xml.broken` {line} · `xml.doctype`: has a document type · `xml.long`:
 * more than anybody imports · `xml.macros`: has a program in it; and what `readDirectory` throws for the archive.
 */
export class MarkupRefused extends Error {
  readonly code: string;
  readonly line: number;
  constructor(code: string, line = 0) {
    super(code);
    this.code = code;
    this.line = line;
  }
}

type Open = { name: string; attributes: Record<string, string>; children: (Markup | string)[]; line: number };

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
const locals = (attributes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => !key.startsWith('xmlns')).map(([key, value]) => [local(key), value]));

/** What all files of a package have in common. */
export type Budget = { elements: number; letters: number; bulk: number };
export const newBudget = (): Budget => ({ elements: 0, letters: 0, bulk: 0 });

/**
 * @param bulky names of elements whose text may be long: pictures in the middle of a file
 * @throws MarkupRefused
 */
export function parseMarkup(text: string, budget: Budget, bulky: readonly string[] = []): Markup {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const stack: Open[] = [];
  let root: Markup | undefined;
  const refuse = (code: string): never => {
    throw new MarkupRefused(code, parser.line);
  };
  const add = (piece: string): void => {
    const open = stack.at(-1);
    if (!open) return;
    budget[bulky.includes(open.name) ? 'bulk' : 'letters'] += piece.length;
    if (budget.letters > MOST.letters || budget.bulk > MOST.bulk) refuse('xml.long');
    const last = open.children.length - 1;
    if (typeof open.children[last] === 'string') open.children[last] += piece;
    else open.children.push(piece);
  };
  parser.on('error', () => refuse('xml.broken'));
  parser.on('doctype', () => refuse('xml.doctype'));
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    budget.elements += 1;
    if (stack.length >= MOST.depth || budget.elements > MOST.elements) refuse('xml.long');
    stack.push({ name: local(name), attributes: locals(attributes), children: [], line: parser.line });
  });
  parser.on('closetag', () => {
    const closed = stack.pop()!;
    const parent = stack.at(-1);
    if (parent) parent.children.push(closed);
    else root = closed;
  });
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(text.replace(/^\uFEFF/u, '')).close();
  return root ?? refuse('xml.broken');
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

async function contentOf(bytes: Uint8Array, entry: Entry): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of unpack(bytes, entry)) pieces.push(piece);
  return Buffer.concat(pieces);
}

export type Piece = { file: MarkupFile } | { picture: PackedPicture };

/** The XML files of a package with its pictures and recordings, or the one file. @throws MarkupRefused, SheetRefused */
export async function* readFiles(bytes: Uint8Array, bulky: readonly string[]): AsyncGenerator<Piece> {
  const budget = newBudget();
  if (!isZip(bytes)) {
    const text = decodeText(bytes);
    if (!/^\uFEFF?\s*</u.test(text)) throw new MarkupRefused('xml.type');
    yield { file: { path: '', root: parseMarkup(text, budget, bulky) } };
    return;
  }
  const entries = [...readDirectory(bytes).values()];
  if (entries.some(({ name }) => name.toLowerCase().endsWith('vbaproject.bin'))) throw new MarkupRefused('xml.macros');
  const files = entries.filter(({ name }) => name.toLowerCase().endsWith('.xml'));
  if (!files.some(({ name }) => name.toLowerCase().endsWith('imsmanifest.xml'))) throw new MarkupRefused('xml.type');
  for (const entry of files) {
    yield { file: { path: entry.name, root: parseMarkup(decodeText(await contentOf(bytes, entry)), budget, bulky) } };
  }
  for await (const picture of readPictures(bytes, entries.filter(({ name }) => isPicture(name) || isSound(name)))) yield { picture };
}
