/** Text files of values: `;` `,` or tab between them, as Excel, LibreOffice, old programs and people save them. */
import { detectLegacy, fromTcvn3 } from '../text/legacy.ts';
import { isSyllable } from '../text/syllable.ts';
import { cleanCell, MAX_COLUMNS, type SheetRow } from './sheet.ts';

const DELIMITERS = [';', ',', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Decodes by mark, then by the places of zero bytes, then UTF-8 if it is that, then the code pages of old Windows. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder().decode(bytes);
  const head = bytes.subarray(0, 2_000);
  const zerosAt = (parity: number) => head.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  if (zerosAt(1) > head.length / 6) return new TextDecoder('utf-16le').decode(bytes);
  if (zerosAt(0) > head.length / 6) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeCodePage(bytes);
  }
}

/** Vietnamese Windows (1258), or signs of an old font in the Western page, which `legacy.ts` converts later. */
function decodeCodePage(bytes: Uint8Array): string {
  const western = latin1(bytes);
  if (detectLegacy(western.slice(0, 20_000))) return western;
  const vietnamese = new TextDecoder('windows-1258').decode(bytes).normalize('NFC');
  return syllables(vietnamese) >= syllables(fromTcvn3(western)) ? vietnamese : western;
}

/** Every byte as the sign of the same number: the decoder of the Web would make Western quotation marks of some. */
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

const syllables = (text: string): number =>
  (text.slice(0, 20_000).match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => isSyllable(word)).length;

/** Excel's own first line `sep=;` decides; else what stands equally often in most of the first lines. */
export function delimiterOf(text: string): Delimiter {
  const said = /^\ufeff?sep=([;,\t])\r?\n/i.exec(text)?.[1];
  if (said) return said as Delimiter;
  const lines = text.slice(0, 50_000).split(/\r\n?|\n/).filter((line) => line.trim() !== '').slice(0, 40);
  const outside = lines.map((line) => line.replace(/"[^"]*"/g, ''));
  const score = (delimiter: Delimiter): number => {
    const counts = outside.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0);
    const usual = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
    return counts.filter((count) => count === usual).length * usual;
  };
  return DELIMITERS.reduce((best, each) => (score(each) > score(best) ? each : best));
}

/**
 * RFC 4180, and what is found instead: any line end, quotes that open in the middle (kept as they are), a last
 * quote that never closes (the rest of the file would be one cell: the line ends it).
 */
export function* parseDelimited(text: string, delimiter: Delimiter, clean: (text: string) => string = cleanCell): Generator<SheetRow> {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const body = /^sep=[;,\t]\r?\n/i.exec(text.slice(start, start + 8));
  let number = body ? 1 : 0;
  let at = start + (body?.[0].length ?? 0);
  while (at < text.length) {
    number += 1;
    const cells: string[] = [];
    let more = true;
    while (more) {
      const [value, end] = text[at] === '"' ? quoted(text, at, delimiter) : plain(text, at, delimiter);
      if (cells.length < MAX_COLUMNS) cells.push(clean(value));
      more = text[end] === delimiter;
      at = more ? end + 1 : lineEnd(text, end);
    }
    if (cells.some((cell) => cell !== '')) yield { number, hidden: false, cells };
  }
}

const lineEnd = (text: string, at: number): number => at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1);

function plain(text: string, at: number, delimiter: Delimiter): [value: string, end: number] {
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return [text.slice(at, end), end];
}

/** Longer than any cell: a quote that does not close within it was no opening quote. */
const MAX_QUOTED = 20_000;

function quoted(text: string, at: number, delimiter: Delimiter): [value: string, end: number] {
  let value = '';
  for (let from = at + 1; ; ) {
    const end = text.indexOf('"', from);
    if (end < 0 || end - at > MAX_QUOTED) return plain(text, at, delimiter);
    value += text.slice(from, end);
    if (text[end + 1] !== '"') {
      const [rest, stop] = plain(text, end + 1, delimiter);
      return [value + rest, stop];
    }
    value += '"';
    from = end + 2;
  }
}
