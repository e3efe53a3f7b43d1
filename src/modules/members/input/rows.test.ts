import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOfSerial } from '#platform/spreadsheet/cells.ts';
import { bodyFinder } from '../rules/lookup.ts';
import { readCode } from '../rules/code.ts';
import { readBodyRow } from './body-row.ts';
import { readEmail, readName, readPhone } from './cell.ts';
import { parseDay } from './day.ts';
import { isFoot, readMemberRow, type Cells } from './member-row.ts';

const today = '2026-11-23';

describe('days', () => {
  it.each([
    ['05/03/2024', '2024-03-05'],
    ['5/3/2024', '2024-03-05'],
    ['5-3-24', '2024-03-05'],
    ['05.03.2024', '2024-03-05'],
    ['5 - 3 - 1998', '1998-03-05'],
    ['5/3/98', '1998-03-05'],
    ['ngày 5 tháng 3 năm 2024', '2024-03-05'],
    ['2024-03-05', '2024-03-05'],
    ['2024-03-05 00:00:00', '2024-03-05'],
    ['45356', '2024-03-05'],
    ['45356.5', '2024-03-05'],
    ["'05/03/2024", '2024-03-05'],
    ['29/02/2024', '2024-02-29'],
  ])('%s', (text, day) => expect(parseDay(text, today)).toBe(day));

  it.each(['31/02/2024', '29/02/2023', '12/25/2024', '2024', '03/2024', '3', 'tháng 3', '00/01/2024', '5/3/1024', '99999', '-1'])('%s is none', (text) =>
    expect(parseDay(text, today)).toBeUndefined(),
  );

  it('every day is read back from every form', () => {
    fc.assert(fc.property(fc.integer({ min: 11_000, max: 73_000 }), (serial) => {
      const day = dayOfSerial(serial)!;
      const [year, month, date] = day.split('-').map(Number) as [number, number, number];
      for (const form of [`${date}/${month}/${year}`, `${date}-${month}-${year}`, `${date}.${month}.${year}`, day, String(serial)]) {
        expect(parseDay(form, today)).toBe(day);
      }
    }));
  });
});

describe('single cells', () => {
  it('codes have one form', () => {
    expect([' dv – 001 ', "'00012", 'đv.75'].map(readCode)).toEqual(['DV-001', '00012', 'ĐV.75']);
  });
  it('names look alike, and stay the owner’s', () => {
    expect(['NGUYỄN VĂN AN', 'nguyễn văn an', 'PHẠM QUỐC Ánh', 'ĐIỂU K`RỨ', 'Lâm Sa Rêm', 'H’Ben Niê', 'Y TUÂN'].map(readName)).toEqual([
      'Nguyễn Văn An',
      'Nguyễn Văn An',
      'Phạm Quốc Ánh',
      'Điểu K’Rứ',
      'Lâm Sa Rêm',
      'H’Ben Niê',
      'Y Tuân',
    ]);
  });
  it('phones get their zero back', () => {
    expect(['912345678', '0912.345.678', '+84 912 345 678', '0912345678; 0987654321', '02713 888 999', "'0912345678"].map(readPhone)).toEqual([
      '0912345678',
      '0912345678',
      '0912345678',
      '0912345678',
      '02713888999',
      '0912345678',
    ]);
    expect(['12', 'không có', '09x12'].map(readPhone)).toEqual([undefined, undefined, undefined]);
  });
  it('e-mail addresses are small', () => {
    expect(readEmail(' AN@Vi-Du.Example ')).toBe('an@vi-du.example');
    expect(['an@', 'an vi@du.vn', '@vi.du'].map(readEmail)).toEqual([undefined, undefined, undefined]);
  });
});

const bodies = bodyFinder([{ id: 2, symbol: 'CB-01', name: 'Chi bộ 1', fullName: 'Chi bộ 1', parent: 1 }], new Set([1, 2]));
const context = { today, asOf: today, bodies, root: 1, bodyFrom: () => '2025-07-01' };
const read = (cells: Cells) => readMemberRow({ code: 'DV-1', name: 'Trần Văn An', body: 'CB-01', ...cells }, context);
const codes = (cells: Cells) => read(cells).findings.map(({ field, code, stop }) => [field, code, stop]);

describe('a row of a list', () => {
  it('is read whole', () => {
    expect(read({ from: '05/03/2026', until: '31/10/2026', phone: '912345678', email: 'an@vi-du.example', exemptFrom: '01/09/2026', exemptUntil: '31/12/2026', exemptReason: 'Điều trị bệnh' }).row).toEqual({
      code: 'DV-1',
      fullName: 'Trần Văn An',
      phone: '0912345678',
      email: 'an@vi-du.example',
      body: 2,
      from: '2026-03-05',
      // The paper names the last day.
      until: '2026-11-01',
      exemption: { from: '2026-09-01', until: '2027-01-01', reason: 'Điều trị bệnh' },
    });
  });

  it('has a name in one column or in two', () => {
    const { row } = readMemberRow({ code: 'DV-1', family: 'TRẦN VĂN', given: 'An', body: 'CB-01' }, context);
    expect(row?.fullName).toBe('Trần Văn An');
  });

  it('belongs to the body of the list when no column names one, and to none when its cell is empty', () => {
    const { row } = readMemberRow({ code: 'DV-1', name: 'Trần Văn An' }, context);
    expect(row?.body).toBe(1);
    expect(codes({ body: '' })).toEqual([['body', 'body.missing', true]]);
  });

  it('says everything that is wrong with it, cell by cell', () => {
    expect(codes({ code: '', name: 'An 2', body: 'CB-9', from: '31/02/2026' })).toEqual([
      ['code', 'code.missing', true],
      ['name', 'name.form', true],
      ['body', 'body.unknown', true],
      ['from', 'day.form', true],
    ]);
    expect(codes({ code: 'A B?' })).toEqual([['code', 'code.form', true]]);
    expect(codes({ from: '05/03/2026', until: '04/03/2026' })).toEqual([['until', 'period.endsBeforeStart', true]]);
    expect(codes({ from: '05/03/2027' })).toEqual([['from', 'day.future', true]]);
    expect(codes({ name: '#N/A' })).toEqual([['name', 'cell.formula', true]]);
  });

  it('loses only a cell for what is not needed', () => {
    expect(codes({ phone: 'x12', email: 'an@' })).toEqual([
      ['phone', 'phone.form', false],
      ['email', 'email.form', false],
    ]);
    expect(codes({ exemptFrom: '01/09/2026' })).toEqual([['exemptReason', 'exemption.reason', false]]);
    expect(codes({ exemptReason: 'Điều trị bệnh' })).toEqual([['exemptFrom', 'exemption.from', false]]);
    expect(codes({ phone: '-' })).toEqual([]);
  });

  it('cannot be older than the record of its body', () => {
    expect(read({ from: '05/03/2012' })).toMatchObject({ shortened: true, row: { from: '2025-07-01' } });
  });

  it('is no row at all when it is a sum, a signature or an example', () => {
    expect(isFoot({ code: '', name: 'Tổng cộng: 40 đồng chí', body: '' })).toBe(true);
    expect(isFoot({ code: '', name: 'T/M CHI BỘ', body: 'Bí thư' })).toBe(true);
    expect(isFoot({ code: 'MAU-0001', name: 'Nguyễn Thị Ví Dụ', body: 'MAU-01' })).toBe(true);
    expect(isFoot({ code: '', name: 'Trần Văn An', body: 'CB-01' })).toBe(false);
    expect(isFoot({ code: 'DV-1', name: '', body: '' })).toBe(false);
  });

  it('never throws, whatever the cells say', () => {
    const text = fc.string({ maxLength: 40 });
    fc.assert(fc.property(fc.record({ code: text, name: text, body: text, from: text, until: text, phone: text, email: text, exemptFrom: text, exemptReason: text }), (cells) => {
      const { row, findings } = readMemberRow(cells, context);
      expect(row === null).toBe(findings.some(({ stop }) => stop));
    }));
  });
});

it('a row of a list of bodies is read alone', () => {
  const days = { today, asOf: today };
  expect(readBodyRow({ code: ' cb-1', name: 'Chi bộ 1', kind: 'CHI BỘ', parent: '', from: '1/7/2025' }, days)).toEqual({
    findings: [],
    row: { code: 'CB-1', name: 'Chi bộ 1', kind: 'chi bộ', parent: null, from: '2025-07-01', basis: null },
  });
  expect(readBodyRow({ code: '', name: '', from: 'hôm qua' }, days).findings.map(({ code }) => code)).toEqual(['code.missing', 'name.missing', 'day.form']);
});
