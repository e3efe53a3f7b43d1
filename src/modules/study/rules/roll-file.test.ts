import { expect, it } from 'vitest';
import { findColumns, readOutcome, readRows, type Known } from './roll-file.ts';

const person = (member: number, code: string, name: string, some: Partial<Known> = {}): Known =>
  ({ member, code, name, exempt: false, outcome: null, reason: null, ...some });
const row = (number: number, code: string, name: string, outcome: string, reason = '') => ({ number, code, name, outcome, reason });
const people = [
  person(1, 'A1', 'Nguyễn Văn An'), person(2, 'A2', 'Điểu Bình'), person(3, 'A3', 'Điểu Bình'), person(4, 'A4', 'Thị Ánh', { exempt: true }),
  person(5, 'A5', 'Lâm Sa Rêm', { outcome: 'attended' }),
];

it('finds the headings below a title', () => {
  const cells = (number: number, ...texts: string[]) => ({ number, cells: texts });
  expect(findColumns([cells(1, 'DANH SÁCH', ''), cells(3, 'STT', 'Mã số', 'Họ và tên', 'Kết quả', 'Lý do')])).toEqual({
    row: 3, columns: { code: 1, name: 2, outcome: 3, reason: 4 },
  });
  expect(findColumns([cells(1, 'Họ tên', 'Ghi chú')])).toBeUndefined();
});
it.each([
  ['Có mặt', '', 'attended'], ['X', '', 'attended'], ['vắng có lý do', '', 'excused'], ['Vắng không lý do', '', 'unexcused'],
  ['vắng', 'đi viện', 'excused'], ['vắng', '', undefined], ['', 'đi viện', null], ['chắc có', '', undefined],
])('%j with %j is %s', (text, reason, outcome) => expect(readOutcome(text, reason)).toBe(outcome));
it('tells every problem at its row, and records nothing of who is not in the file', () => {
  const read = readRows([
    row(2, 'a1', '', 'có mặt'), row(3, '', 'Điểu Bình', 'có mặt'), row(4, 'A2', 'Thị Hoa', 'có mặt'), row(5, 'A1', '', 'vắng không lý do'),
    row(6, 'B9', '', 'có mặt'), row(7, '', 'Thi Anh', 'vắng có lý do'), row(8, 'A3', '', ''), row(9, 'A5', '', 'có mặt'), row(10, 'A3', '', '?'),
  ], people);
  expect(read.map(({ number, member, problem, same }) => [number, member, problem, same])).toEqual([
    [2, 1, null, false], [3, null, 'several', false], [4, null, 'mismatch', false], [5, 1, 'twice', false], [6, null, 'unknown', false],
    [7, 4, 'exempt', false], [9, 5, null, true], [10, 3, 'outcome', false],
  ]);
});
