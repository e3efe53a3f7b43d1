/**
 * The directory of a zip archive, read without unpacking anything: what a file claims to contain is known, and
 * refused when it is too much, before a single byte of it is inflated. APPNOTE.TXT 6.3.10, §4.3.
 */
import { refuse } from './refused.ts';

export type Entry = {
  name: string;
  /** 0 stored, 8 deflated; nothing else is opened. */
  method: number;
  packed: number;
  unpacked: number;
  /** Where its local header begins. */
  offset: number;
};

const MB = 1024 * 1024;
/** The design's limits for anything that arrives packed (reliability.md §4). */
export const ZIP_LIMITS = { entries: 1_000, unpacked: 100 * MB, ratio: 100 };
/** Below this a ratio says nothing: a sheet of a few identical rows packs better than any bomb. */
const RATIO_FROM = 1 * MB;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const ENCRYPTED = 1;
const ELSEWHERE = 0xffffffff;

export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length > END_SIZE && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @throws SheetRefused `sheet.broken`, `sheet.bomb`, `sheet.old` (encrypted) */
export function readDirectory(bytes: Uint8Array): Map<string, Entry> {
  const view = viewOf(bytes);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > ZIP_LIMITS.entries) refuse('sheet.bomb');
  const entries = new Map<string, Entry>();
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) refuse('sheet.broken');
    const entry = readEntry(bytes, view, at);
    if (entries.has(entry.name)) refuse('sheet.broken');
    entries.set(entry.name, entry);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  assertModest([...entries.values()], end);
  return entries;
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_SIZE - MAX_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= lowest; at -= 1) {
    // The comment reaches to the end of the file: nothing can be hidden behind it.
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return refuse('sheet.broken');
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): Entry {
  const [method, packed, unpacked] = [
    view.getUint16(at + 10, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 24, true),
  ];
  const offset = view.getUint32(at + 42, true);
  // Zip64 is for more than 4 GB, which is beyond every limit here.
  if ([packed, unpacked, offset].includes(ELSEWHERE)) refuse('sheet.bomb');
  if (view.getUint16(at + 8, true) & ENCRYPTED) refuse('sheet.old');
  if (method !== 0 && method !== 8) refuse('sheet.broken');
  const length = view.getUint16(at + 28, true);
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)).replaceAll('\\', '/');
  // Nothing is ever written to a disk under these names; who uses such ones wants something else than a list.
  if (name === '' || name.startsWith('/') || name.split('/').includes('..')) refuse('sheet.broken');
  return { name, method, packed, unpacked, offset };
}

/** Too much in all, or one entry of it, or the same bytes given out as many entries (overlapping bomb). */
function assertModest(entries: Entry[], end: number): void {
  const total = (of: (entry: Entry) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
  const unpacked = total((entry) => entry.unpacked);
  const packed = total((entry) => entry.packed);
  const swollen = ({ packed, unpacked }: { packed: number; unpacked: number }) =>
    unpacked > RATIO_FROM && unpacked > packed * ZIP_LIMITS.ratio;
  if (unpacked > ZIP_LIMITS.unpacked || swollen({ packed, unpacked }) || entries.some(swollen)) refuse('sheet.bomb');
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  for (const [index, entry] of sorted.entries()) {
    const next = sorted[index + 1]?.offset ?? end;
    if (entry.offset + 30 + entry.packed > next) refuse('sheet.bomb');
  }
}

/** The packed bytes of an entry. @throws SheetRefused `sheet.broken` when its local header is not where it should be */
export function packedBytes(bytes: Uint8Array, entry: Entry): Uint8Array {
  const view = viewOf(bytes);
  const { offset } = entry;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) refuse('sheet.broken');
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (from + entry.packed > bytes.length) refuse('sheet.broken');
  return bytes.subarray(from, from + entry.packed);
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** Looks at a file before anything is opened: what it is, and whether it may be read at all. */
export function kindOf(bytes: Uint8Array): 'xlsx' | 'csv' {
  if (bytes.length === 0) refuse('sheet.empty');
  // Both the old binary format and an encrypted workbook are OLE containers.
  if (OLE.every((byte, index) => bytes[index] === byte)) refuse('sheet.old');
  if (!isZip(bytes)) return assertText(bytes);
  const names = [...readDirectory(bytes).keys()].map((name) => name.toLowerCase());
  if (names.some((name) => name.endsWith('vbaproject.bin'))) refuse('sheet.macros');
  if (names.some((name) => /^xl\/(macrosheets|dialogsheets)\//.test(name))) refuse('sheet.macros');
  if (names.includes('xl/workbook.bin')) refuse('sheet.binary');
  if (names.includes('mimetype') || names.includes('meta-inf/manifest.xml')) refuse('sheet.openDocument');
  if (!names.includes('[content_types].xml') || !names.some((name) => name.startsWith('xl/'))) refuse('sheet.type');
  return 'xlsx';
}

/** Text has no magic. UTF-16 is full of zero bytes; anything else with one is no text. */
function assertText(bytes: Uint8Array): 'csv' {
  const head = bytes.subarray(0, 64 * 1024);
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const zeros = head.filter((byte) => byte === 0).length;
  const wide = marked || zeros > head.length / 3;
  if (zeros > 0 && !wide) refuse('sheet.type');
  // In UTF-16 half of every Vietnamese letter looks like a control character.
  const controls = head.filter((byte) => byte < 32 && ![9, 10, 12, 13].includes(byte)).length;
  if (!wide && controls > head.length / 100) refuse('sheet.type');
  const start = new TextDecoder('latin1').decode(head.subarray(0, 200)).trimStart().toLowerCase();
  // Pictures, papers and pages that somebody gave another ending.
  if (/^(%pdf|<!doctype|<html|<\?xml|\{\\rtf|<svg|rar!|7z|gif8)/.test(start)) refuse('sheet.type');
  return 'csv';
}
