/** The process in which strangers' XML is opened: the file on its input, one line of JSON a file on its output. */
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { SheetRefused } from '../spreadsheet/refused.ts';
import { MarkupRefused, readFiles } from './parse.server.ts';

const { skip } = JSON.parse(process.argv[2] ?? '') as { skip: string[] };
const say = (message: unknown): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  for await (const file of readFiles(await buffer(process.stdin), skip)) {
    if (!say({ file })) await once(process.stdout, 'drain');
  }
  say({ end: true });
} catch (error) {
  if (error instanceof MarkupRefused) say({ refusal: error.code, line: error.line });
  else if (error instanceof SheetRefused) say({ refusal: error.refusal.code.replace('sheet.', 'xml.'), line: 0 });
  else throw error;
}
