/** Every format that leaves the house: how it is written, and how it is read when it comes back. */
import type { Markup } from '#platform/markup/tree.ts';
import { readAiken, writeAiken } from './aiken.ts';
import type { Codec } from './carry.ts';
import { readGift, writeGift } from './gift.ts';
import { writeMoodle } from './moodle-write.ts';
import { readMoodle } from './moodle.ts';

export const giftCodec: Codec<string> = { write: writeGift, read: readGift };
export const aikenCodec: Codec<string> = { write: writeAiken, read: readAiken };
export const moodleCodec: Codec<Markup> = { write: writeMoodle, read: readMoodle };
