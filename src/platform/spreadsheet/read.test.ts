import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnName, dayOfSerial, parseReference } from './cells.ts';
import { delimiterOf, parseDelimited } from './delimited.ts';
import { readOutline, readRows } from './read.server.ts';
import type { SheetRow } from './sheet.ts';

async function workbook(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('Danh sách'), book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}
const outlineOf = async (bytes: Uint8Array) => {
  const read = await readOutline(bytes);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
};
const firstSheet = async (bytes: Uint8Array) => (await outlineOf(bytes)).sheets[0]!;
const cellsOf = async (bytes: Uint8Array) => (await firstSheet(bytes)).head.map((row) => row.cells);

describe('cells of a workbook', () => {
  it('are read as people see them', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['  Trần\u00a0 Văn  An ', 'Nguye\u0302\u0303n', 912345678, 75001000123, 1.5, true]);
      sheet.getCell('A2').value = new Date(Date.UTC(2024, 2, 5));
      sheet.getCell('B2').value = 123;
      sheet.getCell('B2').numFmt = '000000';
      sheet.getCell('C2').value = { richText: [{ text: 'Điểu ' }, { text: 'K’Rứ', font: { bold: true } }] };
      sheet.getCell('D2').value = { text: 'An', hyperlink: 'mailto:an@vi-du.example' };
      sheet.getCell('E2').value = 45_356;
      sheet.getCell('F2').value = '=1+1';
    });
    expect(await cellsOf(bytes)).toEqual([
      ['Trần Văn An', 'Nguyễn', '912345678', '75001000123', '1.5', 'TRUE'],
      ['05/03/2024', '000123', 'Điểu K’Rứ', 'An', '45356', '=1+1'],
    ]);
  });

  it('of formulas are what was saved; a lost result is told', async () => {
    const bytes = await workbook((sheet) => {
      sheet.getCell('A1').value = { formula: 'B1&"n"', result: 'An' };
      sheet.getCell('B1').value = { formula: '1+1', result: 2 };
      sheet.getCell('C1').value = { formula: 'VLOOKUP(1,A:B,2)', result: { error: '#N/A' } };
      sheet.getCell('D1').value = { formula: 'SUM(A1:A9)' } as ExcelJS.CellFormulaValue;
    });
    expect(await firstSheet(bytes)).toMatchObject({ uncalculated: 1, head: [{ cells: ['An', '2', '#N/A', '#CALC!'] }] });
  });

  it('that are merged say the same: headings in every direction, groups downwards, titles once', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['DANH SÁCH', '', '']);
      sheet.mergeCells('A1:C1');
      sheet.addRow(['Mã', 'Chi bộ', 'Tên']);
      sheet.addRow(['1', 'Chi bộ 1', 'An']);
      sheet.addRow(['2', '', 'Bé']);
      sheet.addRow(['3', '', 'Hà']);
      sheet.mergeCells('B3:B5');
      sheet.addRow(['4', 'Chi bộ 2', 'Đức']);
    });
    const rows: SheetRow[] = [];
    await readRows(bytes, { sheet: 0, columns: [1, 2] }, async (batch) => void rows.push(...batch));
    expect(rows.map((row) => [row.number, ...row.cells])).toEqual([
      [2, 'Chi bộ', 'Tên'],
      [3, 'Chi bộ 1', 'An'],
      [4, 'Chi bộ 1', 'Bé'],
      [5, 'Chi bộ 1', 'Hà'],
      [6, 'Chi bộ 2', 'Đức'],
    ]);
    expect((await cellsOf(bytes))[0]).toEqual(['DANH SÁCH', 'DANH SÁCH', 'DANH SÁCH']);
  });

  it('what is hidden is told, and empty rows count for nothing', async () => {
    const bytes = await workbook((sheet, book) => {
      sheet.addRow(['Mã', 'Tên', 'Ghi chú']);
      sheet.getColumn(3).hidden = true;
      sheet.getCell('A20').value = 'DV-1';
      sheet.getRow(20).hidden = true;
      sheet.getRow(21).height = 40;
      sheet.getCell('B400').value = '   ';
      book.addWorksheet('Danh mục', { state: 'veryHidden' }).addRow(['x']);
    });
    expect(await outlineOf(bytes)).toMatchObject({
      links: false,
      sheets: [
        { name: 'Danh sách', hidden: false, rows: 2, hiddenRows: 1, hiddenColumns: [2], head: [{ number: 1 }, { number: 20, hidden: true }] },
        { name: 'Danh mục', hidden: true, rows: 1 },
      ],
    });
  });

  it('of the calendar that begins in 1904', async () => {
    const bytes = await workbook((sheet, book) => {
      book.properties.date1904 = true;
      sheet.getCell('A1').value = new Date(Date.UTC(2024, 2, 5));
    });
    expect(await cellsOf(bytes)).toEqual([['05/03/2024']]);
  });

  it('come with every row, in order, whatever the batches are', async () => {
    const bytes = await workbook((sheet) => {
      for (let at = 1; at <= 2_345; at += 1) sheet.addRow([`DV-${at}`, at]);
    });
    const seen: number[] = [];
    await readRows(bytes, { sheet: 0, columns: [1] }, async (batch) => void seen.push(...batch.map((row) => Number(row.cells[0]))));
    expect(seen).toEqual(Array.from({ length: 2_345 }, (_, at) => at + 1));
  });

  it('stop coming when their reader fails', async () => {
    const bytes = await workbook((sheet) => {
      for (let at = 1; at <= 3_000; at += 1) sheet.addRow([at]);
    });
    let batches = 0;
    const reading = readRows(bytes, { sheet: 0, columns: [0] }, async () => {
      batches += 1;
      throw new Error('the database is away');
    });
    await expect(reading).rejects.toThrow('the database is away');
    expect(batches).toBe(1);
  });
});

describe('text files', () => {
  const list = 'Mã;Họ và tên\r\nDV-1;Trần Văn Ấn\r\n';
  const utf16 = (text: string, mark: boolean, swap: boolean) => {
    const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
    return new Uint8Array(swap ? bytes.swap16() : bytes);
  };
  const expected = [['Mã', 'Họ và tên'], ['DV-1', 'Trần Văn Ấn']];

  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(list)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${list}`)],
    ['UTF-16', utf16(list, true, false)],
    ['UTF-16, the other way round', utf16(list, true, true)],
    ['UTF-16 without a mark', utf16('Ma;Ten\r\nDV-1;An\r\n'.repeat(20), false, false)],
    ['decomposed letters', Buffer.from(list.normalize('NFD'))],
    ['Vietnamese Windows', Buffer.from([...'DV-1;Tr'].map((c) => c.charCodeAt(0)).concat([0xe2, 0xcc, 0x6e, 0x20, 0x56, 0xe3, 0x6e, 0x20, 0x41, 0x6e, 0x0a]))],
  ])('%s', async (kind, bytes) => {
    const cells = await cellsOf(bytes);
    if (kind === 'Vietnamese Windows') expect(cells).toEqual([['DV-1', 'Trần Văn An']]);
    else if (kind === 'UTF-16 without a mark') expect(cells[1]).toEqual(['DV-1', 'An']);
    else expect(cells).toEqual(expected);
  });

  it('find what stands between the values, commas in names or not', () => {
    expect(delimiterOf('Mã,Họ tên\n1,An\n2,Bé')).toBe(',');
    expect(delimiterOf('Mã;Họ, chữ đệm và tên\n1;An, Văn\n2;Bé')).toBe(';');
    expect(delimiterOf('Mã\tTên\n1\tAn; Bé')).toBe('\t');
    expect(delimiterOf('"Mã;x","Tên"\n"1;2","An"')).toBe(',');
    expect(delimiterOf('sep=;\nMã,x;Tên')).toBe(';');
    expect(delimiterOf('')).toBe(';');
  });

  it('keep numbering rows as spreadsheets do', () => {
    const rows = [...parseDelimited('sep=;\r\nMã;Tên\r\n\r\n1;"An ""Bé"""\n2;"hai\ndòng";x', ';')];
    expect(rows.map((row) => [row.number, row.cells])).toEqual([
      [2, ['Mã', 'Tên']],
      [4, ['1', 'An "Bé"']],
      [5, ['2', 'hai dòng', 'x']],
    ]);
  });

  it('survive a quote that never closes', () => {
    const rows = [...parseDelimited(`1;"An\n2;Bé\n${'3;Hà\n'.repeat(10_000)}`, ';')];
    expect(rows[0]?.cells).toEqual(['1', '"An']);
    expect(rows).toHaveLength(10_002);
  });

  it('give back whatever was written by the rules', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ă', '"', ';', ',', '1', ' ', '-', 'Ệ'), maxLength: 12 });
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }), (table) => {
      const text = table.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(';')).join('\r\n');
      const kept = table.filter((row) => row.some((value) => value.trim() !== ''));
      const read = [...parseDelimited(text, ';')].map((row) => row.cells);
      expect(read).toEqual(kept.map((row) => row.map((value) => value.normalize('NFC').replace(/\s+/g, ' ').trim())));
    }));
  });
});

it('columns have letters and numbers', () => {
  expect([0, 25, 26, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  fc.assert(fc.property(fc.nat(16_383), fc.integer({ min: 1, max: 1_048_576 }), (column, row) => {
    expect(parseReference(`${columnName(column)}${row}`)).toEqual([column, row]);
  }));
  expect(['', '12', 'ABCD1', 'A-1'].map(parseReference)).toEqual([undefined, undefined, undefined, undefined]);
});

it('serial numbers are days', () => {
  expect(dayOfSerial(45_356)).toBe('2024-03-05');
  expect(dayOfSerial(45_356.75)).toBe('2024-03-05');
  expect(dayOfSerial(43_894, true)).toBe('2024-03-05');
  expect([0, -1, Number.NaN, 2_958_466].map((serial) => dayOfSerial(serial))).toEqual([undefined, undefined, undefined, undefined]);
});
