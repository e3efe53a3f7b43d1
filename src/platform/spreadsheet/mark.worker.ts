/** Writes a marked copy away from the thread that answers readers: 40,000 rows take seconds. */
import { PassThrough } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import ExcelJS from 'exceljs';
import type { MarkMessage, MarkOrder, MarkReply, MarkedRow, MarkTone } from './marked.ts';
import { neutral } from './neutral.ts';

const port = parentPort;
if (!port) throw new Error('mark.worker.ts is started as a thread');
const { sheet: name, author, widths } = workerData as MarkOrder;

/** Programs open tens of thousands of notes slowly; the colour and the last column say the same. */
const MOST_NOTES = 5_000;
const fill = (argb: string): ExcelJS.Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });
const FILL: Record<MarkTone, ExcelJS.Fill> = { stop: fill('FFF8CBCB'), part: fill('FFFFE9A8') };
const HEADING = fill('FFE3EFE4');

const out = new PassThrough();
const chunks: Buffer[] = [];
out.on('data', (chunk: Buffer) => chunks.push(chunk));
const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
const sheet = book.addWorksheet(name, { views: [{ state: 'normal' }] });
widths.forEach((width, at) => {
  sheet.getColumn(at + 1).width = width;
});
let notes = 0;

function write({ number, heading, cells }: MarkedRow): void {
  const row = sheet.getRow(number);
  for (const { column, text, tone, note } of cells) {
    const cell = row.getCell(column + 1);
    cell.value = neutral(text);
    if (heading) {
      cell.font = { bold: true };
      cell.fill = HEADING;
    }
    if (tone) cell.fill = FILL[tone];
    if (note && notes < MOST_NOTES) {
      notes += 1;
      cell.note = { texts: [{ text: `${author}: `, font: { bold: true } }, { text: note }] };
    }
  }
  row.commit();
}

const reply = (message: MarkReply): void => port.postMessage(message);

port.on('message', (message: MarkMessage) => {
  if ('rows' in message) {
    for (const row of message.rows) write(row);
    reply({ ready: true });
    return;
  }
  sheet.commit();
  void book.commit().then(() => {
    reply({ content: new Uint8Array(Buffer.concat(chunks)) });
    port.close();
  });
});
