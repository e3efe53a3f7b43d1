/** What a file is, by what is in it: endings are changed by people and by programs. */
import { decodeText, delimiterOf, parseDelimited } from '#platform/spreadsheet/delimited.ts';
import { readDirectory } from '#platform/spreadsheet/zip.ts';
import type { Format } from './bank.ts';
import { findHeading, type Row } from './formats/sheet-heading.ts';

const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const HEAD_BYTES = 64 * 1024;
const HEAD_ROWS = 45;

/** Names in an archive; none when it is torn or a bomb: whoever opens it says so. */
function namesIn(bytes: Uint8Array): string[] {
  try {
    return [...readDirectory(bytes).keys()].map((name) => name.toLowerCase());
  } catch {
    return [];
  }
}

function inArchive(bytes: Uint8Array, fileName: string): Format | undefined {
  const names = namesIn(bytes);
  if (names.includes('word/document.xml')) return 'word';
  if (names.some((name) => name.startsWith('xl/')) || names.includes('mimetype')) return 'excel';
  if (names.some((name) => name.endsWith('imsmanifest.xml'))) return 'qti';
  return names.length === 0 ? byEnding(fileName) : undefined;
}

const byEnding = (fileName: string): Format | undefined => {
  const ending = /\.([a-z]+)$/u.exec(fileName.toLowerCase())?.[1] ?? '';
  if (/^docx?m?$/u.test(ending)) return 'word';
  if (/^(xls[xmb]?|csv|ods)$/u.test(ending)) return 'excel';
  return ending === 'zip' ? 'qti' : undefined;
};

const ROOTS: Record<string, Format> = { quiz: 'moodle', assessmentItem: 'qti', assessmentTest: 'qti', manifest: 'qti' };

function inMarkup(text: string): Format | undefined {
  const start = text.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<![^>[]*(?:\[[\s\S]*?\])?[^>]*>/gu, '');
  const root = /^\s*<([A-Za-z][\w.:-]*)/u.exec(start)?.[1] ?? '';
  return ROOTS[root.slice(root.indexOf(':') + 1)];
}

function headOf(text: string): Row[] {
  const rows: Row[] = [];
  for (const row of parseDelimited(text, delimiterOf(text))) {
    rows.push(row);
    if (rows.length === HEAD_ROWS) break;
  }
  return rows;
}

/** Undefined when it is none of these. `fileName` decides only what the content cannot say. */
export function recognise(bytes: Uint8Array, fileName: string): Format | undefined {
  if (OLE.every((byte, at) => bytes[at] === byte)) return byEnding(fileName) ?? 'word';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return inArchive(bytes, fileName);
  const head = bytes.subarray(0, HEAD_BYTES);
  // A letter cut in two at the end must not make another code page of it.
  const text = decodeText(head.length < bytes.length ? head.subarray(0, head.lastIndexOf(10) + 1 || head.length) : head);
  if (/^\uFEFF?\s*</u.test(text)) return inMarkup(text);
  if (/^\s*ANSWER\s*:\s*[A-Z]\s*$/imu.test(text)) return 'aiken';
  if (findHeading(headOf(text))) return 'excel';
  return /(?:^|[^\\])\{[^}]*\}/u.test(text) ? 'gift' : undefined;
}
