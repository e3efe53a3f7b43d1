/**
 * A workbook as offices have them, of any size: titles above two rows of headings, merged cells, names in two
 * columns, capitals, decomposed letters, old fonts, dates in five forms, slips in every hundredth row.
 */
import { createWriteStream } from 'node:fs';
import ExcelJS from 'exceljs';
import { fromTcvn3 } from '#platform/text/legacy.ts';

export type Sizes = { members: number; bodies: number };
/** What an import of it must count. */
export type Expected = { members: number; problems: number; bodies: number };

const FAMILIES = ['Nguyễn Văn', 'Trần Thị', 'Lê Minh', 'Phạm Quốc', 'Điểu', 'Thị', 'Lâm Sa', 'Thạch Hoàng', 'Đặng Thị Kim'];
const GIVEN = ['An', 'Ánh', 'Ấn', 'Bé', 'Đức', 'Hằng', 'Rêm', 'Sơn', 'K’Rứ', 'Hà', 'Phượng', 'Thủy', 'Quỳnh', 'Ươm'];
const TCVN3 = 'áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ';
const signs = new Map(
  Array.from({ length: 0x100 - 0xa1 }, (_, at) => String.fromCharCode(0xa1 + at))
    .filter((sign) => TCVN3.includes(fromTcvn3(sign)) && fromTcvn3(sign) !== sign)
    .map((sign) => [fromTcvn3(sign), sign]),
);
/** As a machine of 1998 would have typed it. */
const toTcvn3 = (text: string): string => [...text].map((letter) => signs.get(letter) ?? letter).join('');

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
export const bodyCode = (at: number): string => `75.${pad(Math.floor(at / 100) + 1, 3)}.${pad((at % 100) + 1, 3)}`;
export const memberCode = (at: number): string => `ĐV-${pad(at + 1, 6)}`;
export const nameOf = (at: number): [family: string, given: string] => [
  FAMILIES[at % FAMILIES.length]!,
  GIVEN[Math.floor(at / FAMILIES.length) % GIVEN.length]!,
];

/** Family and given name as they are typed in that row. */
function typedName(at: number): [string, string] {
  const [family, given] = nameOf(at);
  if (at % 11 === 3) return [family.toLocaleUpperCase('vi'), given.toLocaleUpperCase('vi')];
  if (at % 13 === 5) return [`  ${family}  `, `\u00a0${given} `];
  if (at % 17 === 7) return [family.normalize('NFD'), given.normalize('NFD')];
  if (at % 19 === 9 && !given.includes('’')) return [toTcvn3(family), toTcvn3(given)];
  return [family, given];
}

export const joinedOn = (at: number): string => `2026-${pad((at % 9) + 1, 2)}-${pad((at % 28) + 1, 2)}`;

function typedDay(at: number): string | number | Date {
  const day = joinedOn(at);
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  if (at % 5 === 0) return `${pad(date, 2)}/${pad(month, 2)}/${year}`;
  if (at % 5 === 1) return `${date}-${month}-${year % 100}`;
  if (at % 5 === 2) return `${date}.${month}.${year}`;
  const utc = Date.UTC(year, month - 1, date);
  return at % 5 === 3 ? new Date(utc) : utc / 86_400_000 + 25_569;
}

/** Every hundredth row has one of these slips; it may not come through, and no other row may be lost for it. */
export const isWrong = (at: number): boolean => at % 100 === 42;

function memberRow(at: number, bodies: number): (string | number | Date | { formula: string; result: string | { error: string } })[] {
  const [family, given] = typedName(at);
  const body = at % bodies;
  const row: ReturnType<typeof memberRow> = [
    at + 1,
    memberCode(at),
    family,
    given,
    at % 3 === 0 ? bodyCode(body) : `Chi bộ thôn ${body + 1}`,
    `0${75_000_000_000 + at}`,
    'Kinh',
    typedDay(at),
    at % 4 === 0 ? 900_000_000 + at : `0${900_000_000 + at}`,
    `=HYPERLINK("http://vi-du.example/${at}")`,
  ];
  if (at % 50 === 1) row[3] = { formula: `D${at}`, result: given };
  if (!isWrong(at)) return row;
  const slip = Math.floor(at / 100) % 4;
  if (slip === 0) row[1] = '';
  if (slip === 1) row[4] = 'Chi bộ không có';
  if (slip === 2) row[7] = '31/02/2026';
  if (slip === 3) row[3] = { formula: 'VLOOKUP(A1,B:C,2)', result: { error: '#N/A' } };
  return row;
}

function writeMembers(book: ExcelJS.stream.xlsx.WorkbookWriter, { members, bodies }: Sizes): void {
  const sheet = book.addWorksheet('DS đảng viên');
  const head = [
    ['ĐẢNG BỘ THÀNH PHỐ ĐỒNG NAI'],
    ['DANH SÁCH ĐẢNG VIÊN'],
    [],
    ['STT', 'Mã đảng viên', 'Họ và tên', '', 'Chi bộ', 'Số CCCD', 'Dân tộc', 'Sinh hoạt từ ngày', 'Điện thoại', 'Ghi chú'],
    ['', '', 'Họ đệm', 'Tên'],
    ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
  ].map((cells) => sheet.addRow(cells));
  // Only rows that are still open can be merged.
  for (const merge of ['A1:J1', 'A2:J2', 'C4:D4']) sheet.mergeCells(merge);
  for (const row of head) row.commit();
  for (let at = 0; at < members; at += 1) {
    const row = sheet.addRow(memberRow(at, bodies));
    if (at % 977 === 0) row.hidden = true;
    row.commit();
    if (at % 2_000 === 1_999) sheet.addRow([]).commit();
  }
  sheet.addRow(['', '', `Tổng cộng: ${members} đồng chí`]).commit();
  sheet.commit();
}

function writeBodies(book: ExcelJS.stream.xlsx.WorkbookWriter, { bodies }: Sizes): void {
  const sheet = book.addWorksheet('Tổ chức đảng');
  sheet.addRow(['DANH SÁCH TỔ CHỨC ĐẢNG']).commit();
  sheet.addRow([]).commit();
  sheet.addRow(['TT', 'Mã tổ chức', 'Tên tổ chức', 'Loại', 'Trực thuộc']).commit();
  const groups = Math.ceil(bodies / 100);
  for (let at = 0; at < bodies; at += 1) {
    // The committees stand below their branches: parents come later in the list.
    sheet.addRow([at + 1, bodyCode(at), `Chi bộ thôn ${at + 1}`, at % 2 ? 'chi bộ' : '', `ĐB-${pad(Math.floor(at / 100) + 1, 3)}`]).commit();
  }
  for (let at = 0; at < groups; at += 1) {
    sheet.addRow([bodies + at + 1, `ĐB-${pad(at + 1, 3)}`, `Đảng bộ cơ sở ${at + 1}`, '', '']).commit();
  }
  sheet.commit();
}

/** Writes the workbook; returns what an import must find in it. */
export async function writeWorkbook(path: string, sizes: Sizes): Promise<Expected> {
  const stream = createWriteStream(path);
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: true, useStyles: true });
  writeMembers(book, sizes);
  writeBodies(book, sizes);
  await book.commit();
  const problems = Array.from({ length: sizes.members }, (_, at) => at).filter(isWrong).length;
  return { members: sizes.members - problems, problems, bodies: sizes.bodies + Math.ceil(sizes.bodies / 100) };
}
