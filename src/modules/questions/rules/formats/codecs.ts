/** Every format that leaves the house: how it is written, and how it is read when it comes back. */
import type { Markup } from '#platform/markup/tree.ts';
import { readAiken, writeAiken } from './aiken.ts';
import type { Codec } from './carry.ts';
import { readGift, writeGift } from './gift.ts';
import { writeMoodle } from './moodle-write.ts';
import { readMoodle } from './moodle.ts';
import { writeSheet } from './sheet-write.ts';
import { readSheets } from './sheet.ts';

export const giftCodec: Codec<string> = { write: writeGift, read: readGift };
export const aikenCodec: Codec<string> = { write: writeAiken, read: readAiken };
export const moodleCodec: Codec<Markup> = { write: writeMoodle, read: readMoodle };
/** Rows as texts; in a file their numbers are their places. */
export const excelCodec: Codec<string[][]> = {
  write: writeSheet,
  read: (rows) => readSheets([{ name: '', rows: rows.map((cells, at) => ({ number: at + 1, cells: cells.map((text) => text.replaceAll('_x005F_x', '_x')) })) }]),
};
