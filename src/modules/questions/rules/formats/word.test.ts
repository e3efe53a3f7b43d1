import { describe, expect, it } from 'vitest';
import { problemsOf } from '../item.ts';
import { readWord, type Paragraph, type Run } from './word.ts';

const run = (text: string, look: Partial<Run> = {}): Run => ({ text, bold: false, underline: false, mark: false, ...look });
const p = (...runs: (string | Run)[]): Paragraph => ({
  label: '', cell: null, runs: runs.map((each) => (typeof each === 'string' ? run(each) : each)),
});
const labelled = (label: string, paragraph: Paragraph): Paragraph => ({ ...paragraph, label });
const table = (number: number, ...rows: string[][]): Paragraph[] =>
  rows.flatMap((cells, row) => cells.map((text, column) => ({ ...p(text), cell: { table: number, row, column } })));
const bold = (text: string) => run(text, { bold: true });

/** Question by question: stem, options with the right ones starred, notes. */
const brief = (paragraphs: Paragraph[]) =>
  readWord(paragraphs).items.map(({ item, notes }) => [
    item.stem,
    'options' in item.question ? item.question.options.map(({ text, right }) => (right ? `*${text}` : text)).join(' | ') : item.question.type,
    notes.map(({ code, text }) => (text ? `${code} ${text}` : code)).join('; '),
  ]);

describe('keys as officers give them', () => {
  it('in bold, although the question is bold too', () => {
    expect(brief([
      p(bold('Câu 1. '), bold('Tỷ lệ tối thiểu là bao nhiêu?')), p('A. 90 %'), p(bold('B. 98 %')), p('C. 100 %'),
      p(bold('Câu 2: Ai chủ trì?')), p('A. Bí thư'), p('B. '), p(bold('C. Chi ủy')),
    ])).toEqual([
      ['Tỷ lệ tối thiểu là bao nhiêu?', '90 % | *98 % | 100 %', 'key.by.bold B'],
      ['Ai chủ trì?', 'Bí thư |  | *Chi ủy', 'key.by.bold C'],
    ]);
  });

  it('by an underlined letter, a colour, an asterisk', () => {
    expect(brief([
      p('Câu 1. Một?'), p('A. a'), p(run('B', { underline: true }), '. b'),
      p('Câu 2. Hai?'), p(run('A. a', { mark: true })), p('B. b'),
      p('Câu 3. Ba?'), p('A. a'), p('*B. b'), p('C. c (*)'),
    ]).map(([, options, notes]) => [options, notes])).toEqual([
      ['a | *b', 'key.by.underline B'], ['*a | b', 'key.by.mark A'], ['a | *b | *c', 'key.by.star B, C'],
    ]);
  });

  it('in a line below, with an explanation', () => {
    const [only] = readWord([
      p('Câu 1. Bao lâu?'), p('a) 15 ngày'), p('b) 30 ngày'), p('Đáp án: a'), p('Giải thích: Điều 2'), p('khoản 3.'),
    ]).items;
    expect(only!.item).toMatchObject({ explanation: 'Điều 2\nkhoản 3.', question: { options: [{ right: true }, { right: false }] } });
  });

  it.each<[string, Paragraph[]]>([
    ['a table of two rows', table(1, ['Câu', '1', '2'], ['Đáp án', 'B', 'A'])],
    ['a table of two columns', table(1, ['Câu 1', 'B'], ['Câu 2', 'A'])],
    ['lines', [p('1. B'), p('2. A')]],
    ['one line', [p('1B  2A')]],
  ])('in %s at the end', (_, keys) => {
    const questions = [p('Câu 1. Một?'), p('A. a'), p('B. b'), p('Câu 2. Hai?'), p('A. c'), p('B. d')];
    expect(brief([...questions, p('BẢNG ĐÁP ÁN'), ...keys])).toEqual([
      ['Một?', 'a | *b', 'key.by.table B'], ['Hai?', '*c | d', 'key.by.table A'],
    ]);
  });

  it('that disagree are said, and none is said', () => {
    expect(brief([p('Câu 1. Một?'), p(bold('A. a')), p('B. b'), p('Đáp án: B')])[0]![2]).toBe('key.disagrees line: B; bold: A');
    const none = readWord([p('Câu 1. Một?'), p('A. a'), p('B. b')]).items[0]!;
    expect(none.notes.map(({ code }) => code)).toEqual(['key.none']);
    expect(problemsOf(none.item)).toEqual([{ part: 'options', code: 'key.missing' }]);
  });

  it.each<[string, string, string]>([
    ['B (Căn cứ Điều 5 Điều lệ Đảng)', 'a | *b | c | Cả A, B và C', 'key.by.line B'],
    ['D. Cả A, B và C', 'a | b | c | *Cả A, B và C', 'key.by.line D'],
    ['A. b', 'a | b | c | Cả A, B và C', 'key.unreadable A. b; key.none'],
    ['B. b', 'a | *b | c | Cả A, B và C', 'key.by.line B'],
    ['Cả a, b và c', 'a | b | c | *Cả A, B và C', 'key.by.line D'],
    ['A hoặc B', 'a | b | c | Cả A, B và C', 'key.unreadable A hoặc B; key.none'],
  ])('in a line with more than letters: %s', (key, options, notes) => {
    const question = [p('Câu 1. Một?'), p('A. a'), p('B. b'), p('C. c'), p('D. Cả A, B và C')];
    expect(brief([...question, p(`Đáp án: ${key}`)])).toEqual([['Một?', options, notes]]);
  });

  it.each(['=> Đáp án B', '→ Chọn B', 'Chọn đáp án B', '(Đáp án: B)', 'Đáp án B', 'Đáp án đúng là B.'])('in a line of its own form: %s', (key) => {
    expect(brief([p('Câu 1. Một?'), p('A. a'), p('B. b'), p(key), p('Câu 2. Hai?'), p('*A. c'), p('B. d')])).toEqual([
      ['Một?', 'a | *b', 'key.by.line B'], ['Hai?', '*c | d', 'key.by.star A'],
    ]);
  });

  it('of the whole file behind "Đáp án:" are not those of the last question, and small letters are letters', () => {
    const questions = [p('Câu 1. Một?'), p('A. a'), p('B. b'), p('Câu 2. Hai?'), p('A. c'), p('B. d')];
    const understood = [['Một?', 'a | *b', 'key.by.table B'], ['Hai?', '*c | d', 'key.by.table A']];
    expect(brief([...questions, p('Đáp án: 1B, 2A')])).toEqual(understood);
    expect(brief([...questions, ...table(1, ['Câu', '1', '2'], ['Đáp án', 'b', 'a'])])).toEqual(understood);
  });

  it('on two lines that disagree are said', () => {
    expect(brief([p('Câu 1. Một?'), p('A. a'), p('B. b'), p('Đáp án: A'), p('Đáp án: B')])[0]![2]).toBe('key.disagrees line: B; line: A');
  });

  it('on the line of the question keep their looks', () => {
    expect(brief([p('Câu 1. Một? 🇻🇳\tA. a\t', bold('B. b'), '\tC. c')])).toEqual([['Một? 🇻🇳', 'a | *b | c', 'key.by.bold B']]);
  });

  it('are not seen where every option looks the same', () => {
    expect(brief([p('Câu 1. Một?'), p(bold('A. a')), p(bold('B. b'))])[0]![2]).toBe('key.none');
  });
});

describe('the shapes of a file', () => {
  it('several options on one line, behind tabs or gaps', () => {
    expect(brief([p('Câu 1. Một?'), p('A. a\tB. b'), p('C. c    ', bold('D. d'))])).toEqual([
      ['Một?', 'a | b | c | *d', 'key.by.bold D'],
    ]);
  });

  it('automatic numbers of Word', () => {
    expect(brief([
      labelled('1.', p('Một?')), labelled('A.', p('a')), labelled('B.', p(bold('b'))),
      labelled('2.', p('Hai?')), labelled('A.', p(bold('c'))), labelled('B.', p('d')),
    ]).map(([stem, options]) => [stem, options])).toEqual([['Một?', 'a | *b'], ['Hai?', '*c | d']]);
  });

  it('a stem of several paragraphs, and a name that looks like an option', () => {
    expect(brief([p('Câu 1. Đọc đoạn sau:'), p('C. Mác viết rằng …'), p('Ý nào đúng?'), p('A. a'), p('*B. b')])[0]![0])
      .toBe('Đọc đoạn sau:\nC. Mác viết rằng …\nÝ nào đúng?');
  });

  it('a list "1." within a question of a file that says "Câu"', () => {
    expect(brief([p('Câu 1. Chọn:'), p('1. Nghị quyết'), p('2. Chỉ thị'), p('A. chỉ 1'), p('*B. cả hai'), p('Câu 2. Hai?'), p('*A. x'), p('B. y')])
      .map(([stem]) => stem)).toEqual(['Chọn:\n1. Nghị quyết\n2. Chỉ thị', 'Hai?']);
  });

  it('right or wrong, a short answer, an essay', () => {
    const { items } = readWord([
      p('Câu 1. Đảng viên được miễn sinh hoạt không tính vào tỷ lệ.'), p('*A. Đúng'), p('B. Sai'),
      p('Câu 2. Viết tắt của Ban Tuyên giáo và Dân vận?'), p('Đáp án: BTGDV; BTG&DV'),
      p('Câu 3. Đồng chí đề xuất điều gì?'),
    ]);
    expect(items.map(({ item }) => item.question)).toEqual([
      { type: 'truefalse', answer: true },
      { type: 'short', accepted: ['BTGDV', 'BTG&DV'], folded: true },
      { type: 'open', rubric: '' },
    ]);
  });

  it.each(['II. PHẦN TỰ LUẬN', 'Phần 2. Tự luận', 'CHƯƠNG II', '---------- HẾT ----------', 'II. TỰ LUẬN (4 điểm)'])('a heading ends the question above it: %s', (heading) => {
    const { items, notes } = readWord([p('Câu 1. Một?'), p('A. a'), p('*B. b'), p(heading), p('Câu 2. Hai?')]);
    expect(items[0]!.item.question).toMatchObject({ options: [{ text: 'a' }, { text: 'b', right: true }] });
    expect(notes).toEqual([{ line: 4, code: 'ignored', text: heading }]);
  });

  it('options that were not seen: a question without key and rubric is told', () => {
    expect(brief([p('Câu 1. Một?'), p('- a'), p('- b')])).toEqual([['Một?\n- a\n- b', 'open', 'key.open']]);
  });

  it('says what belongs to nothing, numbers that come twice, keys without a question', () => {
    const { notes } = readWord([
      p('BỘ CÂU HỎI'), p('Câu 1. Một?'), p('*A. a'), p('B. b'), p('Câu 1. Lại một?'), p('*A. a'), p('B. b'), p('ĐÁP ÁN'), p('1A 9B'),
    ]);
    expect(notes.map(({ code, text }) => [code, text])).toEqual([['ignored', 'BỘ CÂU HỎI'], ['number.repeated', '1'], ['key.foreign', '9']]);
  });
});
