import { neutral } from './neutral.ts';

export type TemplateSheet = {
  name: string;
  columns: readonly { heading: string; width: number; note?: string; text?: boolean }[];
  rows: readonly (readonly string[])[];
};

/** A small workbook to fill in. Cells are formatted as text, so that codes keep their zeros and dates their order. */
export async function writeTemplate(sheets: readonly TemplateSheet[]): Promise<Uint8Array> {
  // Half a second of loading that a server start need not wait for.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  book.creator = 'Cầu Nối';
  for (const { name, columns, rows } of sheets) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(({ heading, width, text = true }) => ({
      header: heading,
      width,
      style: { numFmt: text ? '@' : 'General', alignment: { vertical: 'top', wrapText: true } },
    }));
    columns.forEach(({ note }, at) => {
      if (note) sheet.getRow(1).getCell(at + 1).note = note;
    });
    sheet.getRow(1).eachCell((cell) => {
      cell.font = { bold: true };
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE3EFE4' } };
    });
    for (const row of rows) sheet.addRow(row.map(neutral));
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}
