/** Every format that leaves the house: how it is written, and how it is read when it comes back. */
import { deep, type Markup, type MarkupFile } from '#platform/markup/tree.ts';
import type { WordBlock } from '#platform/word/block.ts';
import { readAiken, writeAiken } from './aiken.ts';
import type { Codec } from './carry.ts';
import { readGift, writeGift } from './gift.ts';
import { writeMoodle } from './moodle-write.ts';
import { readMoodle } from './moodle.ts';
import { writeQti } from './qti-write.ts';
import { readQti } from './qti.ts';
import { writeSheet } from './sheet-write.ts';
import { readSheets } from './sheet.ts';
import { paragraphsOf, writeWord } from './word-write.ts';
import { readWord } from './word.ts';

export const giftCodec: Codec<string> = { write: writeGift, read: readGift };
export const aikenCodec: Codec<string> = { write: writeAiken, read: readAiken };
export const moodleCodec: Codec<Markup> = { write: writeMoodle, read: readMoodle };
/** Rows as texts; in a file their numbers are their places. */
export const excelCodec: Codec<string[][]> = {
  write: writeSheet,
  read: (rows) => readSheets([{ name: '', rows: rows.map((cells, at) => ({ number: at + 1, cells: cells.map((text) => text.replaceAll('_x005F_x', '_x')) })) }]),
};
/** The tree that is written has prefixes, which a reader of files takes off; its manifest names what is packed beside it. */
export const qtiCodec: Codec<MarkupFile[]> = {
  write: writeQti,
  read: (files) => {
    const packed = deep(files[0]?.root, 'file').map(({ attributes }) => attributes.href ?? '');
    return readQti(files.map(({ path, root }) => ({ path, root: unprefixed(root) })), new Set(packed)) ?? { items: [], notes: [] };
  },
};

const unprefixed = (markup: Markup): Markup => ({
  ...markup,
  name: markup.name.slice(markup.name.indexOf(':') + 1),
  attributes: Object.fromEntries(Object.entries(markup.attributes).map(([name, value]) => [name.slice(name.indexOf(':') + 1), value])),
  children: markup.children.map((child) => (typeof child === 'string' ? child : unprefixed(child))),
});
/** Officers want every question on paper; what would be read back differently is told. */
export const wordCodec: Codec<WordBlock[]> = { write: writeWord, read: (blocks) => readWord(paragraphsOf(blocks)), keepsAll: true };
