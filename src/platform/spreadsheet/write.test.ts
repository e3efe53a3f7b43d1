import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeMarked } from './mark.server.ts';
import type { MarkedRow } from './marked.ts';
import { neutral, plain } from './neutral.ts';
import { writeTemplate } from './template.server.ts';

async function reread(content: Uint8Array): Promise<ExcelJS.Worksheet> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(content.buffer as ArrayBuffer);
  return book.worksheets[0]!;
}

it('a marked copy keeps rows and columns where they were, coloured and with notes', async () => {
  const batches = async function* (): AsyncGenerator<MarkedRow[]> {
    yield [{ number: 4, heading: true, cells: [{ column: 0, text: 'Mã' }, { column: 2, text: 'Tên' }] }];
    yield [
      { number: 5, cells: [{ column: 0, text: 'DV-1' }, { column: 2, text: 'An' }] },
      { number: 9, cells: [{ column: 0, text: '', tone: 'stop', note: 'Thiếu mã' }, { column: 2, text: '=1+1', tone: 'part', note: 'x' }] },
    ];
  };
  const content = await writeMarked({ sheet: 'Cần xem lại', author: 'Cầu Nối', widths: [10, 5, 30] }, batches());
  const sheet = await reread(content);
  expect(sheet.name).toBe('Cần xem lại');
  expect(sheet.getCell('A4').value).toBe('Mã');
  expect(sheet.getCell('C5').value).toBe('An');
  expect(sheet.getCell('C9').value).toBe("'=1+1");
  const fill = (cell: string) => (sheet.getCell(cell).fill as ExcelJS.FillPattern | undefined)?.fgColor?.argb;
  expect([fill('A5'), fill('A9'), fill('C9')]).toEqual([undefined, 'FFF8CBCB', 'FFFFE9A8']);
  expect(JSON.stringify(sheet.getCell('A9').note)).toContain('Thiếu mã');
});

it('no cell of a marked copy is a formula, whatever stood in the list', async () => {
  const texts = fc.sample(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' ', 'a', '1', '＝', '|', '!') }), 500);
  const batches = async function* (): AsyncGenerator<MarkedRow[]> {
    yield texts.map((text, at) => ({ number: at + 1, cells: [{ column: 0, text }] }));
  };
  const sheet = await reread(await writeMarked({ sheet: 'x', author: 'x', widths: [10] }, batches()));
  sheet.eachRow((row) => {
    const cell = row.getCell(1);
    expect(cell.formula).toBeUndefined();
    expect(cell.text).not.toMatch(/^\s*[=+\-@\t\r＝]/);
  });
});

it('what was made harmless reads as before when it comes back', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    fc.pre(!text.startsWith("'"));
    expect(plain(neutral(text))).toBe(text);
  }));
});

it('a template says what it wants, and keeps zeros and days as text', async () => {
  const content = await writeTemplate([
    { name: 'Đảng viên', columns: [{ heading: 'Mã', width: 12, note: 'Bắt buộc' }, { heading: 'Từ ngày', width: 12 }], rows: [['00012', '05/03/2024'], ['=x', '']] },
  ]);
  const sheet = await reread(content);
  expect(sheet.getRow(1).values).toEqual([undefined, 'Mã', 'Từ ngày']);
  expect(sheet.getCell('A2').value).toBe('00012');
  expect(sheet.getCell('B2').numFmt).toBe('@');
  expect(sheet.getCell('A3').value).toBe("'=x");
});
