/** The small parts of a workbook: which sheets there are, what the shared texts and the number formats say. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { refuse } from './refused.ts';
import { unpackText } from './inflate.server.ts';
import type { Entry } from './zip.ts';

export type Archive = { bytes: Uint8Array; entries: ReadonlyMap<string, Entry> };
export type SheetPart = { name: string; hidden: boolean; path: string };
export type NumberFormat = { date: boolean; zeros: number };
export type Workbook = {
  archive: Archive;
  sheets: SheetPart[];
  date1904: boolean;
  texts: string[];
  formats: NumberFormat[];
  links: boolean;
};

/** Real sheets are nested nine deep; a stack of a million tags is an attack on memory. */
const MAX_DEPTH = 40;
/** Spreadsheets allow 32,767 characters in a cell. */
const LONGEST = 40_000;

export type Handlers = {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
  /** Waited for between two pieces of the part, so that a slow reader is not overrun. */
  pause?(): Promise<void> | undefined;
};

/** Names without their prefix: some programs write `<x:row>`. */
const local = (name: string): string => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name);

/**
 * Reads one part of the archive. Entities are not declared by spreadsheets; a document type is refused, so nothing
 * can expand. Absent parts are read as empty ones. @throws SheetRefused `sheet.broken`
 */
export async function readPart(archive: Archive, path: string, handlers: Handlers): Promise<void> {
  const entry = archive.entries.get(path);
  if (!entry) return;
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  parser.on('error', () => refuse('sheet.broken'));
  parser.on('doctype', () => refuse('sheet.broken'));
  parser.on('opentag', (tag: SaxesTagPlain) => {
    depth += 1;
    if (depth > MAX_DEPTH) refuse('sheet.broken');
    handlers.open?.(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag: SaxesTagPlain) => {
    depth -= 1;
    handlers.close?.(local(tag.name));
  });
  if (handlers.text) parser.on('text', (text) => handlers.text?.(text));
  for await (const chunk of unpackText(archive.bytes, entry)) {
    parser.write(chunk);
    await handlers.pause?.();
  }
  parser.close();
}

export type Relation = { type: string; target: string };

/** What a part refers to, by id; targets are paths within the archive, those elsewhere are left out. */
export async function readRelations(archive: Archive, part: string): Promise<Map<string, Relation>> {
  const folder = part.includes('/') ? part.slice(0, part.lastIndexOf('/') + 1) : '';
  const relations = new Map<string, Relation>();
  await readPart(archive, `${folder}_rels/${part.slice(folder.length)}.rels`, {
    open(name, { Id: id, Type: type, Target: target, TargetMode: mode }) {
      if (name !== 'Relationship' || !id || !type || !target || mode === 'External') return;
      relations.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target: resolve(folder, target) });
    },
  });
  return relations;
}

/** A target is relative to the folder of its part, or absolute with a slash. */
function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path: string[] = [];
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}

/** @throws SheetRefused `sheet.broken` when there is no workbook in it */
export async function openWorkbook(archive: Archive): Promise<Workbook> {
  const top = [...(await readRelations(archive, '')).values()];
  const main = top.find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const relations = await readRelations(archive, main);
  const sheets: SheetPart[] = [];
  let date1904 = false;
  await readPart(archive, main, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => local(key) === 'id')?.[1] ?? '';
      const relation = relations.get(id);
      if (relation?.type !== 'worksheet' || !archive.entries.has(relation.target)) return;
      const hidden = (attributes.state ?? 'visible') !== 'visible';
      sheets.push({ name: attributes.name ?? '', hidden, path: relation.target });
    },
  });
  if (sheets.length === 0) refuse('sheet.broken');
  const pathOf = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.target ?? '';
  return {
    archive,
    sheets,
    date1904,
    texts: await readTexts(archive, pathOf('sharedStrings')),
    formats: await readFormats(archive, pathOf('styles')),
    links: [...relations.values()].some(({ type }) => type === 'externalLink'),
  };
}

/** Spreadsheets write characters that XML cannot hold as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

async function readTexts(archive: Archive, path: string): Promise<string[]> {
  const texts: string[] = [];
  let text = '';
  let reading = false;
  let phonetic = false;
  await readPart(archive, path, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else reading = name === 't' && !phonetic;
    },
    text(piece) {
      if (reading) text += piece;
      if (text.length > LONGEST) refuse('sheet.broken');
    },
    close(name) {
      if (name === 'si') texts.push(unescaped(text));
      else if (name === 'rPh') phonetic = false;
      else if (name === 't') reading = false;
    },
  });
  return texts;
}

/** Formats that every program knows by number and that show a day: ECMA-376 part 1, §18.8.30. */
const isBuiltinDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58);

function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return { date: isBuiltinDate(id), zeros: 0 };
  const shown = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').split(';')[0] ?? '';
  return { date: /[dyDY]/.test(shown) || /m.*m/i.test(shown), zeros: /^0+$/.test(shown) ? shown.length : 0 };
}

async function readFormats(archive: Archive, path: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCells = false;
  await readPart(archive, path, {
    open(name, attributes) {
      const id = Number(attributes.numFmtId ?? 0);
      if (name === 'numFmt') codes.set(id, attributes.formatCode ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) formats.push(formatOf(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}
