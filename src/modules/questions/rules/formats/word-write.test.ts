import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bank, expectRoundTrip, illustrated } from '../../actions/formats-testing.ts';
import { carry, type BankItem } from './carry.ts';
import { wordCodec } from './codecs.ts';
import { EXAMPLES } from './sheet-write.ts';
import { paragraphsOf, writePrint, writeWord } from './word-write.ts';
import { readWord } from './word.ts';

const texts = (blocks: ReturnType<typeof writeWord>): string[] =>
  paragraphsOf(blocks).map(({ runs }) => runs.map(({ text, bold }) => (bold ? `**${text}**` : text)).join(''));

describe('questions for Word', () => {
  it('come back as they left, whatever their lines look like', () => {
    fc.assert(fc.property(bank, (items) => {
      expect(carry(wordCodec, items).told).toEqual([]);
      expectRoundTrip(wordCodec, items);
    }), { numRuns: 500 });
  });

  it('come back with their pictures, and recordings are told', () => {
    fc.assert(fc.property(illustrated, (items) => {
      expect(carry(wordCodec, items).told.every(({ losses, left }) => losses.join() === 'recording' && !left)).toBe(true);
      expectRoundTrip(wordCodec, items);
    }), { numRuns: 200 });
  });

  it('have the key in bold and in a table at the end', () => {
    expect(texts(writeWord(EXAMPLES.slice(0, 3)))).toEqual([
      '**Câu 1. **Ví dụ: Tỷ lệ đảng viên tham gia học tập tối thiểu là bao nhiêu?', 'A. 90 %', 'B. 95 %', '**C. 98 %**', 'D. 100 %',
      'Mức độ: Nhận biết', 'Nhãn: ví dụ', 'Giải thích: Kế hoạch của đợt học tập.',
      '**Câu 2. **Ví dụ: Những ai thuộc đối tượng học tập?', '**A. Đảng viên chính thức**', '**B. Đảng viên dự bị**', 'C. Đảng viên đã được miễn', 'Nhãn: ví dụ',
      '**Câu 3. **Ví dụ: Chi bộ họp thường lệ mỗi tháng một lần.', '**A. Đúng**', 'B. Sai', 'Mức độ: Nhận biết', 'Nhãn: ví dụ',
      '**BẢNG ĐÁP ÁN**', 'Câu', '1', '2', '3', 'Đáp án', 'C', 'A, B', 'A',
    ]);
    const { items, notes } = readWord(paragraphsOf(writeWord(EXAMPLES)));
    expect([items.length, notes]).toEqual([EXAMPLES.length, []]);
  });

  it('for paper say nothing of the key: another key, the same paper', () => {
    const turned = ({ question, ...item }: BankItem): BankItem => ({
      ...item,
      question: 'options' in question ? { ...question, options: question.options.map((option) => ({ ...option, right: !option.right })) }
        : question.type === 'truefalse' ? { ...question, answer: !question.answer }
        : question.type === 'ordering' ? { ...question, steps: question.steps.toReversed() }
        : question.type === 'short' ? { ...question, accepted: ['khác'] }
        : question.type === 'number' ? { ...question, answer: 1 }
        : question.type === 'open' ? { ...question, rubric: 'khác' }
        : question,
    });
    fc.assert(fc.property(bank, (items) => {
      expect(writePrint(items.map(turned))).toEqual(writePrint(items));
    }), { numRuns: 200 });
    expect(texts(writePrint(EXAMPLES)).join('\n')).not.toMatch(/Đáp án|Giải thích|\n\*\*[A-L]\./u);
  });
});
