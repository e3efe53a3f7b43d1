/**
 * A workbook as offices have them, of any size, with the truth about every row: titles above two rows of headings,
 * merged cells, names in two columns, capitals, decomposed letters, old fonts, codes with spaces and other dashes,
 * dates in five forms, moves told in two rows, rows twice, exemptions, hidden and empty rows, slips.
 */
import { createWriteStream } from 'node:fs';
import ExcelJS from 'exceljs';
import { addDays, type Day } from '#platform/clock.ts';
import { fromTcvn3 } from '#platform/text/legacy.ts';

export type Sizes = { members: number; bodies: number };
export type Stay = { symbol: string; from: Day; until: Day | null };
export type Truth = { name: string; phone: string; stays: Stay[]; exempt: { from: Day; until: Day; reason: string } | null };
/** What an import of it must leave and tell: members by code, codes of the findings that keep a row out by its number. */
export type Truths = { members: Map<string, Truth>; problems: Map<number, string>; repeated: Set<number>; hidden: number; bodies: number };

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
const nameOf = (at: number): [family: string, given: string] => [
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

function typedCode(at: number): string {
  const code = memberCode(at);
  if (at % 23 === 4) return ` ${code.toLocaleLowerCase('vi').replace('-', ' – ')} `;
  return at % 29 === 6 ? code.normalize('NFD') : code;
}

function typedDay(at: number, day: Day): string | number | Date {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  if (at % 5 === 0) return `${pad(date, 2)}/${pad(month, 2)}/${year}`;
  if (at % 5 === 1) return `${date}-${month}-${year % 100}`;
  if (at % 5 === 2) return `${date}.${month}.${year}`;
  const utc = Date.UTC(year, month - 1, date);
  return at % 5 === 3 ? new Date(utc) : utc / 86_400_000 + 25_569;
}

const joinedOn = (at: number): Day => `2026-${pad((at % 9) + 1, 2)}-${pad((at % 28) + 1, 2)}`;
/** A branch by code or by name, in small letters or with spaces. */
function typedBody(at: number, body: number): string {
  if (at % 3 === 0) return bodyCode(body);
  return at % 7 === 2 ? `cb  thôn ${body + 1} ` : `Chi bộ thôn ${body + 1}`;
}

type Cell = string | number | Date | { formula: string; result: string | { error: string } };
/** `finding`: why the row is kept out; `repeated`: says the same as the one before. */
type Row = { cells: Cell[]; finding?: string; repeated?: true };
type Planned = { rows: Row[]; truth?: Truth };

const [CODE, FAMILY, GIVEN_NAME, BODY, FROM, UNTIL] = [1, 2, 3, 4, 7, 8];

function cellsOf(at: number, { body, from, until }: { body: number; from: Day; until: Day | null }): Cell[] {
  const [family, given] = typedName(at);
  const exempt = exemptionOf(at);
  return [
    at + 1,
    typedCode(at),
    family,
    at % 50 === 1 ? { formula: `D${at}`, result: given } : given,
    typedBody(at, body),
    `0${75_000_000_000 + at}`,
    'Kinh',
    typedDay(at, from),
    // Papers name the last day.
    until === null ? '' : typedDay(at, addDays(until, -1)),
    exempt ? typedDay(at, exempt.from) : '',
    exempt ? typedDay(at + 1, addDays(exempt.until, -1)) : '',
    exempt?.reason ?? '',
    at % 4 === 0 ? 900_000_000 + at : `0${900_000_000 + at}`,
    `=HYPERLINK("http://vi-du.example/${at}")`,
  ];
}

const exemptionOf = (at: number): Truth['exempt'] =>
  at % 40 === 19 ? { from: '2026-10-05', until: '2026-11-16', reason: 'Điều trị bệnh' } : null;

/** Eight slips, each in every eight hundredth row; it may not come through, and no other row may be lost for it. */
const slipOf = (at: number): number | undefined => (at % 100 === 42 ? Math.floor(at / 100) % 8 : undefined);

function slipped(at: number, slip: number, bodies: number): Planned {
  const stay = { body: at % bodies, from: joinedOn(at), until: null };
  const row = (finding: string, ...changes: [column: number, cell: Cell][]): Row => {
    const cells = cellsOf(at, stay);
    for (const [column, cell] of changes) cells[column] = cell;
    return { cells, finding };
  };
  const rows: (() => Row[])[] = [
    () => [row('code.missing', [CODE, ''])],
    () => [row('body.unknown', [BODY, 'Chi bộ không có'])],
    () => [row('day.form', [FROM, '31/02/2026'])],
    () => [row('cell.formula', [GIVEN_NAME, { formula: 'VLOOKUP(A1,B:C,2)', result: { error: '#N/A' } }])],
    () => [row('period.endsBeforeStart', [UNTIL, '01/01/2025'])],
    () => [row('code.twice'), row('code.twice', [FAMILY, 'Bùi Hữu'], [GIVEN_NAME, 'Khác'])],
    () => [row('row.twoBodies'), row('row.twoBodies', [BODY, bodyCode((stay.body + 1) % bodies)])],
    () => [row('name.form', [GIVEN_NAME, 'An 2'])],
  ];
  return { rows: rows[slip]!() };
}

function plan(at: number, bodies: number): Planned {
  const slip = slipOf(at);
  if (slip !== undefined) return slipped(at, slip, bodies);
  const [body, from] = [at % bodies, joinedOn(at)];
  const truth: Truth = { name: nameOf(at).join(' '), phone: `0${900_000_000 + at}`, stays: [], exempt: exemptionOf(at) };
  const row = (stay: { body: number; from: Day; until: Day | null }): Row => {
    truth.stays.push({ symbol: bodyCode(stay.body), from: stay.from, until: stay.until });
    return { cells: cellsOf(at, stay) };
  };
  if (at % 90 === 33) {
    const moved = addDays(from, 21);
    return { truth, rows: [row({ body, from, until: moved }), row({ body: (body + 1) % bodies, from: moved, until: null })] };
  }
  const only = row({ body, from, until: at % 60 === 17 ? addDays(from, 40) : null });
  return { truth, rows: at % 70 === 11 ? [only, { ...only, repeated: true }] : [only] };
}

const HEAD = [
  ['ĐẢNG BỘ THÀNH PHỐ ĐỒNG NAI'],
  ['DANH SÁCH ĐẢNG VIÊN'],
  [],
  ['STT', 'Mã đảng viên', 'Họ và tên', '', 'Chi bộ', 'Số CCCD', 'Dân tộc', 'Sinh hoạt từ ngày', 'Sinh hoạt đến ngày', 'Miễn sinh hoạt', '', '', 'Điện thoại', 'Ghi chú'],
  ['', '', 'Họ đệm', 'Tên', '', '', '', '', '', 'Từ ngày', 'Đến ngày', 'Lý do'],
  Array.from({ length: 14 }, (_, at) => String(at + 1)),
];

function writeMembers(book: ExcelJS.stream.xlsx.WorkbookWriter, { members, bodies }: Sizes, truths: Truths): void {
  const sheet = book.addWorksheet('DS đảng viên');
  const head = HEAD.map((cells) => sheet.addRow(cells));
  // Only rows that are still open can be merged.
  for (const merge of ['A1:N1', 'A2:N2', 'C4:D4', 'J4:L4']) sheet.mergeCells(merge);
  for (const row of head) row.commit();
  let number = HEAD.length;
  for (let at = 0; at < members; at += 1) {
    const { rows, truth } = plan(at, bodies);
    if (truth) truths.members.set(memberCode(at), truth);
    for (const { cells, finding, repeated } of rows) {
      number += 1;
      const row = sheet.addRow(cells);
      row.hidden = at % 977 === 0;
      if (row.hidden) truths.hidden += 1;
      if (finding) truths.problems.set(number, finding);
      if (repeated) truths.repeated.add(number);
      row.commit();
    }
    if (at % 2_000 !== 1_999) continue;
    sheet.addRow([]).commit();
    number += 1;
  }
  sheet.addRow(['', '', `Tổng cộng: ${members} đồng chí`]).commit();
  sheet.commit();
}

function writeBodies(book: ExcelJS.stream.xlsx.WorkbookWriter, { bodies }: Sizes): number {
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
  return bodies + groups;
}

/** Writes the workbook; returns what an import must find in it. */
export async function writeWorkbook(path: string, sizes: Sizes): Promise<Truths> {
  const stream = createWriteStream(path);
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: true, useStyles: true });
  const truths: Truths = { members: new Map(), problems: new Map(), repeated: new Set(), hidden: 0, bodies: 0 };
  writeMembers(book, sizes, truths);
  truths.bodies = writeBodies(book, sizes);
  await book.commit();
  return truths;
}
