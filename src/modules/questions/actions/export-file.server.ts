/** The bytes of an export. */
import { packFiles } from '#platform/markup/pack.server.ts';
import { writeMarkup } from '#platform/markup/tree.ts';
import { writeMarked } from '#platform/spreadsheet/mark.server.ts';
import type { MarkedRow } from '#platform/spreadsheet/marked.ts';
import { writeWordFile } from '#platform/word/write.server.ts';
import { MAX_PACKAGE, type ExportFormat } from '../rules/exports.ts';
import { carry, type BankItem, type Carried, type Codec } from '../rules/formats/carry.ts';
import { aikenCodec, excelCodec, giftCodec, moodleCodec, qtiCodec, wordCodec } from '../rules/formats/codecs.ts';
import { qtiFiles } from '../rules/formats/qti-write.ts';
import { OPTIONS_AT_LEAST, widthsFor } from '../rules/formats/sheet-write.ts';
import { writePrint } from '../rules/formats/word-write.ts';

type Bytes = Uint8Array;
const encode = (text: string): Bytes => new TextEncoder().encode(text);

const ROWS = 500;

/** The sheet is written by a process of its own; hundreds of rows at a time. */
async function xlsxOf(rows: readonly string[][]): Promise<Bytes> {
  async function* batches(): AsyncGenerator<MarkedRow[]> {
    for (let at = 0; at < rows.length; at += ROWS) {
      yield rows.slice(at, at + ROWS).map((cells, more) => ({
        number: at + more + 1, heading: at + more === 0, cells: cells.map((text, column) => ({ column, text })),
      }));
    }
  }
  const options = (rows[0]?.length ?? 0) - widthsFor(0).length + OPTIONS_AT_LEAST;
  return writeMarked({ sheet: 'Câu hỏi', author: AUTHOR, widths: widthsFor(options) }, batches());
}

type Writer = { carry(items: readonly BankItem[]): Carried; write(items: readonly BankItem[]): Promise<Bytes> };
const writer = <Content>(codec: Codec<Content>, bytes: (content: Content) => Bytes | Promise<Bytes>): Writer => ({
  carry: (items) => carry(codec, items),
  write: async (items) => bytes(codec.write(items)),
});

const AUTHOR = 'Cầu Nối';

const writers: Record<ExportFormat, Writer> = {
  word: writer(wordCodec, (blocks) => writeWordFile({ title: 'Ngân hàng câu hỏi', author: AUTHOR }, blocks)),
  // Paper is read by people only: nothing comes back, so nothing is lost on the way.
  print: { carry: (items) => ({ items: [...items], told: [] }), write: (items) => writeWordFile({ title: 'Câu hỏi', author: AUTHOR }, writePrint(items)) },
  excel: writer(excelCodec, xlsxOf),
  moodle: writer(moodleCodec, (quiz) => encode(writeMarkup(quiz))),
  qti: writer(qtiCodec, (files) => packFiles(qtiFiles(files))),
  gift: writer(giftCodec, encode),
  aiken: writer(aikenCodec, encode),
};

/**
 * What of the items goes into the file, and what of them it does not hold; a package takes the first 990 only.
 * `beyond` counts those that come after.
 */
export function carriedBy(format: ExportFormat, items: readonly BankItem[]): Carried & { beyond: number } {
  const most = format === 'qti' ? MAX_PACKAGE : items.length;
  return { ...writers[format].carry(items.slice(0, most)), beyond: Math.max(0, items.length - most) };
}

export const bytesOf = (format: ExportFormat, items: readonly BankItem[]): Promise<Bytes> => writers[format].write(items);
