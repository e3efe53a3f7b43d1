/** Writes a marked copy: rows on the input, one batch a line of JSON; the bytes of the .xlsx on the output. */
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import ExcelJS from 'exceljs';
import type { MarkOrder, MarkedRow, MarkTone } from './marked.ts';
import { neutral } from './neutral.ts';

const { sheet: name, author, widths } = JSON.parse(process.argv[2] ?? '') as MarkOrder;

/** Programs open tens of thousands of notes slowly; the colour and the last column say the same. */
const MOST_NOTES = 5_000;
const fill = (argb: string): ExcelJS.Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });
const FILL: Record<MarkTone, ExcelJS.Fill> = { stop: fill('FFF8CBCB'), part: fill('FFFFE9A8') };
const HEADING = fill('FFE3EFE4');

// The output of a process never says that it is finished, and the writer waits for that.
const out = new PassThrough();
out.pipe(process.stdout);
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

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  for (const row of JSON.parse(line) as MarkedRow[]) write(row);
}
sheet.commit();
await book.commit();
