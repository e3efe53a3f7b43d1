/** The process in which strangers' XML is opened: the file on its input, a line of JSON a part of it on its output. */
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { SheetRefused } from '../spreadsheet/refused.ts';
import { MarkupRefused, readFiles } from './parse.server.ts';

const { bulky } = JSON.parse(process.argv[2] ?? '') as { bulky: string[] };
const say = (message: unknown): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  for await (const piece of readFiles(await buffer(process.stdin), bulky)) {
    if (!say(piece)) await once(process.stdout, 'drain');
  }
  say({ end: true });
} catch (error) {
  if (error instanceof MarkupRefused) say({ refusal: error.code, line: error.line });
  else if (error instanceof SheetRefused) say({ refusal: error.refusal.code.replace('sheet.', 'xml.'), line: 0 });
  else throw error;
}
