/** The process in which a stranger's Word file is opened: the file on its input, one line of JSON on its output. */
import { buffer } from 'node:stream/consumers';
import { SheetRefused } from '../spreadsheet/refused.ts';
import { readParagraphs, WordRefused } from './read.server.ts';

const say = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  say({ paragraphs: await readParagraphs(await buffer(process.stdin)) });
} catch (error) {
  if (error instanceof WordRefused) say({ refusal: error.code });
  else if (error instanceof SheetRefused) say({ refusal: error.refusal.code.replace('sheet.', 'word.') });
  else throw error;
}
