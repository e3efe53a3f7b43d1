/** The bytes of an export. */
import { packFiles } from '#platform/markup/pack.server.ts';
import { writeMarkup } from '#platform/markup/tree.ts';
import { writeMarked } from '#platform/spreadsheet/mark.server.ts';
import type { MarkedRow } from '#platform/spreadsheet/marked.ts';
import type { ExportFormat } from '../rules/exports.ts';
import { carry, type BankItem, type Carried, type Codec } from '../rules/formats/carry.ts';
import { aikenCodec, excelCodec, giftCodec, moodleCodec, qtiCodec } from '../rules/formats/codecs.ts';
import { qtiFiles } from '../rules/formats/qti-write.ts';
import { widthsFor } from '../rules/formats/sheet-write.ts';

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
  const options = (rows[0]?.length ?? 0) - widthsFor(0).length + 4;
  return writeMarked({ sheet: 'Câu hỏi', author: 'Cầu Nối', widths: widthsFor(options) }, batches());
}

type Writer = { carry(items: readonly BankItem[]): Carried; write(items: readonly BankItem[]): Promise<Bytes> };
const writer = <Content>(codec: Codec<Content>, bytes: (content: Content) => Bytes | Promise<Bytes>): Writer => ({
  carry: (items) => carry(codec, items),
  write: async (items) => bytes(codec.write(items)),
});

const writers: Record<Exclude<ExportFormat, 'word' | 'print'>, Writer> = {
  excel: writer(excelCodec, xlsxOf),
  moodle: writer(moodleCodec, (quiz) => encode(writeMarkup(quiz))),
  qti: writer(qtiCodec, (files) => packFiles(qtiFiles(files))),
  gift: writer(giftCodec, encode),
  aiken: writer(aikenCodec, encode),
};

/** What of the items the format holds, and what it does not. */
export const carriedBy = (format: keyof typeof writers, items: readonly BankItem[]): Carried => writers[format].carry(items);
export const fileOf = (format: keyof typeof writers, items: readonly BankItem[]): Promise<Bytes> => writers[format].write(items);
