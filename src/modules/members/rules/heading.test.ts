import { describe, expect, it } from 'vitest';
import { guessField, isSensitive, memberFields } from './fields.ts';
import { findHeading, guessColumns, isNumbering, type HeadRow } from './heading.ts';

const rows = (...cells: string[][]): HeadRow[] => cells.map((each, at) => ({ number: at + 1, cells: each }));
const columns = (kind: 'members' | 'bodies', ...cells: string[][]) => {
  const heading = findHeading(kind, rows(...cells));
  return heading && { row: heading.row, fields: guessColumns(kind, heading, new Map()).map(({ field }) => field) };
};

describe('headings', () => {
  it('are found below titles', () => {
    expect(columns('members', ['ĐẢNG BỘ PHƯỜNG', '', ''], ['DANH SÁCH ĐẢNG VIÊN'], ['STT', 'Mã đảng viên', 'Họ và tên', 'Chi bộ'], ['1', 'DV-1', 'Trần Văn An', 'Chi bộ 1'])).toEqual({
      row: 3,
      fields: [null, 'code', 'name', 'body'],
    });
  });

  it('are read over two rows, with merged ones filled in', () => {
    expect(columns('members',
      ['STT', 'Mã ĐV', 'Họ và tên', 'Họ và tên', 'Miễn sinh hoạt', 'Miễn sinh hoạt', 'Miễn sinh hoạt'],
      ['STT', 'Mã ĐV', 'Họ đệm', 'Tên', 'Từ ngày', 'Đến ngày', 'Lý do'],
      ['1', '2', '3', '4', '5', '6', '7'],
    )).toEqual({ row: 2, fields: [null, 'code', 'family', 'given', 'exemptFrom', 'exemptUntil', 'exemptReason'] });
  });

  it('are words with and without diacritics, decomposed, with stars and brackets', () => {
    expect(columns('members', ['MA DANG VIEN (*)', 'Họ và tên'.normalize('NFD'), 'Chi  bộ:', 'SĐT', 'E-mail', 'Từ ngày (dd/mm/yyyy)'])).toEqual({
      row: 1,
      fields: ['code', 'name', 'body', 'phone', 'email', 'from'],
    });
  });

  it('of bodies know what is above', () => {
    expect(columns('bodies', ['TT', 'Ký hiệu', 'Tên tổ chức đảng', 'Loại hình', 'Trực thuộc', 'Ngày thành lập', 'Số quyết định'])).toEqual({
      row: 1,
      fields: [null, 'code', 'name', 'kind', 'parent', 'from', 'basis'],
    });
  });

  it('are not what the first row of data says', () => {
    expect(columns('members', ['Mã', 'Họ và tên', 'Chi bộ'], ['1', 'Nguyễn Thị Tên', 'Chi bộ Ban Tổ chức'])).toMatchObject({ row: 1 });
    expect(findHeading('members', rows(['1', 'An'], ['2', 'Bé']))).toBeUndefined();
  });

  it('never name one field twice, and a half of a name only with the other half', () => {
    const heading = findHeading('members', rows(['Mã', 'Họ và tên', 'Tên', 'Chi bộ', 'Đơn vị']))!;
    expect(guessColumns('members', heading, new Map()).map(({ field }) => field)).toEqual(['code', 'name', null, 'body', null]);
    const half = findHeading('members', rows(['Mã', 'Tên', 'Chi bộ']))!;
    expect(guessColumns('members', half, new Map()).map(({ field }) => field)).toEqual(['code', 'name', 'body']);
  });

  it('mean what an officer said the last time', () => {
    const heading = findHeading('members', rows(['Mã', 'Họ tên', 'Chi bộ', 'Tổ']))!;
    const said = new Map([['to', 'above'], ['chi bo', '']] as const);
    expect(guessColumns('members', heading, said).map(({ field }) => field)).toEqual(['code', 'name', null, 'above']);
  });

  it('of what nobody may keep are never a field, whoever said so', () => {
    for (const label of ['Số CCCD', 'CMND', 'Số định danh cá nhân', 'Căn cước công dân', 'Dân tộc', 'Tôn giáo', 'Số BHXH', 'DAN TOC', 'Số CMND/CCCD']) {
      expect([label, isSensitive(label)]).toEqual([label, true]);
      expect(guessField('members', label)).toBeUndefined();
      const guessed = guessColumns('members', { labels: [label], lowest: [label] }, new Map([[label.toLowerCase(), 'code'], ['so cccd', 'code']]));
      expect(guessed).toMatchObject([{ sensitive: true, field: null }]);
    }
    expect(memberFields.filter((field) => /ethnic|relig|birth|ident/.test(field))).toEqual([]);
  });

  it('may be followed by a row that numbers the columns', () => {
    expect(isNumbering(['1', '2', '3', '4'])).toBe(true);
    expect(isNumbering(['(1)', '(2)', '', '(4)'])).toBe(true);
    expect(isNumbering(['A', 'B', '1', '2'])).toBe(true);
    expect(isNumbering(['1', 'DV-1', 'An'])).toBe(false);
    expect(isNumbering(['1', '2'])).toBe(false);
    expect(isNumbering(['3', '2', '1'])).toBe(false);
  });
});
