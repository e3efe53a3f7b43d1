/** The bytes of an export. */
import { setImmediate as others } from 'node:timers/promises';
import { packFiles } from '#platform/markup/pack.server.ts';
import { writeMarkup } from '#platform/markup/tree.ts';
import { writeMarked } from '#platform/spreadsheet/mark.server.ts';
import type { MarkedRow } from '#platform/spreadsheet/marked.ts';
import { writeWordFile } from '#platform/word/write.server.ts';
import { MAX_PACKAGE, type ExportFormat } from '../rules/exports.ts';
import { carry, formOf, lossesBetween, type BankItem, type Carried, type Codec } from '../rules/formats/carry.ts';
import { aikenCodec, excelCodec, giftCodec, moodleCodec, qtiCodec, wordCodec } from '../rules/formats/codecs.ts';
import { packedAt, qtiFiles } from '../rules/formats/qti-write.ts';
import { OPTIONS_AT_LEAST, widthsFor } from '../rules/formats/sheet-write.ts';
import { writePrint } from '../rules/formats/word-write.ts';

type Bytes = Uint8Array;
const encode = (text: string): Bytes => new TextEncoder().encode(text);

const ROWS = 500;
/** Questions looked at before whoever else waits has their turn: thousands of them take seconds. */
const AT_ONCE = 100;

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
const writer = <Content>(codec: Codec<Content>, bytes: (content: Content, items: readonly BankItem[]) => Bytes | Promise<Bytes>): Writer => ({
  carry: (items) => carry(codec, items),
  write: async (items) => bytes(codec.write(items), items),
});

const packed = (items: readonly BankItem[]): [string, Bytes][] =>
  items.flatMap(({ shown = [] }) => shown.map((each): [string, Bytes] => [packedAt(each), Buffer.from(each.base64, 'base64')]));

const AUTHOR = 'Cầu Nối';

/** Paper is read by people only: nothing comes back, so nothing is lost on the way but what cannot be printed. */
const onPaper = (items: readonly BankItem[]): Carried => ({
  items: [...items],
  told: items.flatMap((item, place) => {
    const losses = lossesBetween(item, { ...item, media: (item.shown ?? []).map(formOf) });
    return losses.length > 0 ? [{ place, losses, left: false }] : [];
  }),
});

const writers: Record<ExportFormat, Writer> = {
  word: writer(wordCodec, (blocks) => writeWordFile({ title: 'Ngân hàng câu hỏi', author: AUTHOR }, blocks)),
  print: { carry: onPaper, write: (items) => writeWordFile({ title: 'Câu hỏi', author: AUTHOR }, writePrint(items)) },
  excel: writer(excelCodec, xlsxOf),
  moodle: writer(moodleCodec, (quiz) => encode(writeMarkup(quiz))),
  qti: writer(qtiCodec, (files, items) => packFiles(new Map<string, string | Bytes>([...qtiFiles(files), ...packed(items)]))),
  gift: writer(giftCodec, encode),
  aiken: writer(aikenCodec, encode),
};

/**
 * What of the items goes into the file, and what of them it does not hold; a package takes the first 790 only.
 * `beyond` counts those that come after.
 */
export async function carriedBy(format: ExportFormat, items: readonly BankItem[]): Promise<Carried & { beyond: number }> {
  const most = Math.min(format === 'qti' ? MAX_PACKAGE : items.length, items.length);
  const carried: Carried = { items: [], told: [] };
  for (let from = 0; from < most; from += AT_ONCE) {
    const part = writers[format].carry(items.slice(from, Math.min(from + AT_ONCE, most)));
    carried.items.push(...part.items);
    carried.told.push(...part.told.map((each) => ({ ...each, place: each.place + from })));
    await others();
  }
  return { ...carried, beyond: items.length - most };
}

export const bytesOf = (format: ExportFormat, items: readonly BankItem[]): Promise<Bytes> => writers[format].write(items);
