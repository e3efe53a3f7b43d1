import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsOf, type Item } from '../item.ts';
import { carry } from './carry.ts';
import { excelCodec } from './codecs.ts';
import { guarded, unguarded } from './sheet-guard.ts';
import { findHeading, fieldOf } from './sheet-heading.ts';
import { readKey } from './sheet-key.ts';
import { EXAMPLES, writeSheet } from './sheet-write.ts';
import { readSheets } from './sheet.ts';
import { bank, expectRoundTrip } from '../../actions/formats-testing.ts';
import { tidy } from './tidy.ts';

const rows = (...all: string[][]) => all.map((cells, at) => ({ number: at + 1, cells })).filter(({ cells }) => cells.length > 0);
const read = (...all: string[][]) => tidy(readSheets([{ name: 'Sheet1', rows: rows(...all) }]));
const HEAD = ['STT', 'Câu hỏi', 'A', 'B', 'C', 'D', 'Đáp án', 'Giải thích', 'Mức độ', 'Thẻ'];
const brief = ({ question }: Item): string =>
  'options' in question ? `${question.type}: ${question.options.map(({ text, right }) => (right ? `*${text}` : text)).join(' | ')}` : JSON.stringify(question);
const briefs = (...all: string[][]) => read(...all).items.map(({ item }) => brief(item));

describe('a sheet of questions', () => {
  it('gives back what was written: nothing at all is lost', () => {
    fc.assert(fc.property(bank, (items) => {
      expect(carry(excelCodec, items).told).toEqual([]);
      expectRoundTrip(excelCodec, items);
    }), { numRuns: 400 });
  });

  it('of the template is understood as it stands', () => {
    const { items, notes } = readSheets([{ name: '', rows: rows(...writeSheet(EXAMPLES)) }]);
    expect(items.map(({ item: { question: { type } } }) => type)).toEqual(EXAMPLES.map(({ question }) => question.type));
    expect(notes).toEqual([]);
  });

  it('is found below titles, with merged headings of two rows and numbers of the columns', () => {
    expect(briefs(
      ['ĐẢNG ỦY XÃ PHÚ HÒA'], ['BỘ CÂU HỎI TÌM HIỂU NGHỊ QUYẾT'], [],
      ['TT', 'Nội dung câu hỏi', 'Phương án trả lời', 'Phương án trả lời', 'Phương án trả lời', 'Đáp án đúng'],
      ['TT', 'Nội dung câu hỏi', 'A', 'B', 'C', 'Đáp án đúng'], ['1', '2', '3', '4', '5', '6'],
      ['1', 'Tỷ lệ?', '95 %', '98 %', '', 'B'],
    )).toEqual(['single: 95 % | *98 %']);
  });

  it('is found when nothing but the word over the options is merged, for two options as for four', () => {
    const head = ['STT', 'Câu hỏi', 'Phương án', '', 'Đáp án'];
    expect(briefs(head, ['', '', 'A', 'B', ''], ['1', 'Hỏi?', 'a', 'b', 'B'])).toEqual(['single: a | *b']);
    expect(briefs(['Câu hỏi', 'Phương án', '', '', '', 'Đáp án'], ['', 'A', 'B', 'C', 'D', ''], ['Hỏi?', 'a', 'b', 'c', 'd', 'D'])).toEqual(['single: a | b | c | *d']);
  });

  it('says difficulty, tags, explanation, and where each question stands', () => {
    const { items } = read(HEAD, ['1', 'Một?', 'a', 'b', '', '', 'a', 'Điều 2', 'VD', 'luật; đợt 1'], [], ['2', 'Hai?', 'c', 'd', '', '', 'B', '', '9', '']);
    expect(items.map(({ line, difficulty }) => [line, difficulty])).toEqual([[2, 3], [4, undefined]]);
    expect(items[0]!.item).toMatchObject({ explanation: 'Điều 2', tags: ['luật', 'đợt 1'] });
    expect(items[1]!.notes.map(({ code }) => code)).toEqual(['key.by.column', 'difficulty.cell']);
  });

  it.each<[string, string[], string, string[], string[]]>([
    ['several letters', ['a', 'b', 'c', '', 'A, C'], 'multiple: *a | b | *c', ['key.by.column A, C'], []],
    ['letters without a sign', ['a', 'b', 'c', '', 'AC'], 'multiple: *a | b | *c', ['key.by.column A, C'], []],
    ['a word between them', ['a', 'b', '', '', 'a và b'], 'multiple: *a | *b', ['key.by.column A, B'], []],
    ['the text of the option', ['15 ngày', '30 ngày', '', '', '30 NGÀY'], 'single: 15 ngày | *30 ngày', ['key.by.column B'], []],
    ['numbers', ['a', 'b', '', '', '2'], 'single: a | *b', ['key.by.column B'], []],
    ['an empty column before it', ['a', '', 'c', '', 'C'], 'single: a | *c', ['key.by.column C'], []],
    ['no key', ['a', 'b', '', '', ''], 'single: a | b', ['key.none'], ['key.missing']],
    ['a key beyond the options', ['a', 'b', '', '', 'D'], 'single: a | b', ['key.by.column D', 'key.beyond D'], ['key.missing']],
    ['a key that is none', ['a', 'b', '', '', 'xem lại'], 'single: a | b', ['key.unreadable xem lại'], ['key.missing']],
    ['right and wrong', ['Đúng', 'Sai', '', '', 'B'], '{"type":"truefalse","answer":false}', ['key.by.column B'], []],
    ['right and wrong in a word', ['', '', '', '', 'Đúng'], '{"type":"truefalse","answer":true}', ['key.by.column Đúng'], []],
    ['only an answer', ['', '', '', '', 'Phú Hòa; xã Phú Hòa'], '{"type":"short","accepted":["Phú Hòa","xã Phú Hòa"],"folded":true}', ['key.short'], []],
    ['nothing', ['', '', '', '', ''], '{"type":"short","accepted":[],"folded":true}', ['key.none'], ['accepted.missing']],
  ])('understands %s', (_, cells, expected, notes, problems) => {
    const [only] = read(HEAD, ['1', 'Hỏi?', ...cells]).items;
    expect(brief(only!.item)).toBe(expected);
    expect(only!.notes.map(({ code, text }) => (text ? `${code} ${text}` : code))).toEqual(notes);
    expect(problemsOf(only!.item).map(({ code }) => code)).toEqual(problems);
  });

  it('two keys where the sheet says one are a problem of that question', () => {
    const [only] = read(['Dạng', ...HEAD], ['Một đáp án đúng', '1', 'Hỏi?', 'a', 'b', '', '', 'A, B']).items;
    expect(problemsOf(only!.item).map(({ code }) => code)).toEqual(['key.several']);
  });

  it('takes options in the cell of the question, in one cell, or one a row', () => {
    expect(briefs(['Câu hỏi', 'Đáp án'], ['Hỏi?\nA. a\nB. b', 'B'])).toEqual(['single: a | *b']);
    expect(briefs(['Câu hỏi', 'Phương án', 'Đáp án'], ['Hỏi?', 'A. a\nB. b', 'A'])).toEqual(['single: *a | b']);
    // A merged question is repeated by the reader of the sheet.
    expect(briefs(['STT', 'Câu hỏi', 'Các phương án', 'Đáp án'],
      ['1', 'Hỏi?', 'A. a', ''], ['1', 'Hỏi?', 'B. b', 'x'], ['2', 'Nữa?', 'c', 'x'], ['', '', 'd', ''])).toEqual(['single: a | *b', 'single: *c | d']);
  });

  it('tells what it does not read: titles between, unknown columns, sheets without headings', () => {
    const { items, notes } = tidy(readSheets([
      { name: 'Bìa', rows: rows(['Trang bìa']) },
      { name: 'Câu', rows: rows([...HEAD, 'Điểm'], ['PHẦN I'], ['1', 'Hỏi?', 'a', 'b', '', '', 'A'], HEAD, ['2', 'Nữa?', 'a', 'b', '', '', 'B']) },
    ]));
    expect(items.map(({ part, line }) => `${part} ${line}`)).toEqual(['Câu 3', 'Câu 5']);
    expect(notes.map(({ part, code, text }) => `${part} ${code} ${text}`)).toEqual(['Bìa heading.missing Bìa', 'Câu columns.left Điểm', 'Câu ignored PHẦN I']);
  });

  it('knows headings as they are written', () => {
    expect(['Đáp án A', 'PA 2', 'ĐÁP ÁN (ghi chữ cái)', 'Phương án đúng', 'Nội dung', 'Câu hỏi trắc nghiệm', 'Mức độ nhận thức', 'Chủ đề', 'Căn cứ pháp lý', 'Họ và tên'].map(fieldOf))
      .toEqual(['option0', 'option1', 'key', 'key', 'stem', 'stem', 'difficulty', 'tags', 'explanation', undefined]);
    expect(findHeading(rows(['Danh sách câu hỏi'], ['Họ và tên', 'Đơn vị']))).toBeUndefined();
    expect(readKey('B. 98 %', ['95 %', '98 %'])).toEqual([1]);
  });

  it('has no cell that runs, and none that changes', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', ' ', 'a', '_x0041_', '1') }), (text) => {
      expect(guarded(text)).not.toMatch(/^\s*[=+\-@]/u);
      expect(unguarded(guarded(text).replaceAll('_x005F_x', '_x'))).toBe(text);
    }), { numRuns: 1_000 });
  });

  it('of noise is read without failing', () => {
    const cell = fc.oneof(fc.constantFrom(...HEAD, 'A', '→', '±', '\n', "'=", 'Nối cặp', 'Trả lời bằng số', 'x', ''), fc.string());
    fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 12 }), (all) => void tidy(readSheets([{ name: '', rows: rows(...all) }]))), { numRuns: 1_000 });
  });
});
