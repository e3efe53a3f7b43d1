/** The process in which a stranger's Word file is opened: the file on its input, lines of JSON on its output. */
import { buffer } from 'node:stream/consumers';
import { SheetRefused } from '../spreadsheet/refused.ts';
import { picturesOf, readParagraphs, WordRefused } from './read.server.ts';

const say = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const bytes = await buffer(process.stdin);
  const paragraphs = await readParagraphs(bytes);
  for await (const picture of picturesOf(bytes, paragraphs)) say({ picture });
  say({ paragraphs });
} catch (error) {
  if (error instanceof WordRefused) say({ refusal: error.code });
  else if (error instanceof SheetRefused) say({ refusal: error.refusal.code.replace('sheet.', 'word.') });
  else throw error;
}
