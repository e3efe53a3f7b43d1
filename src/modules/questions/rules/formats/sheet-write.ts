/** Questions as rows of the template, and the template itself. */
import type { Difficulty } from '../bank.ts';
import type { Question } from '../item.ts';
import type { BankItem } from './carry.ts';
import { guarded } from './sheet-guard.ts';
import { LETTERS, writeAnswer, writePair, writeTags } from './sheet-key.ts';

/** What `readType` and `readDifficulty` understand. */
const TYPES: Record<Question['type'], string> = {
  single: 'Một đáp án đúng', multiple: 'Nhiều đáp án đúng', truefalse: 'Đúng, sai', matching: 'Nối cặp',
  ordering: 'Sắp xếp thứ tự', short: 'Trả lời ngắn', number: 'Trả lời bằng số', open: 'Tự luận',
};
const EXACT = 'Trả lời ngắn (phân biệt dấu)';
const DIFFICULTIES: Record<Difficulty, string> = { 1: 'Nhận biết', 2: 'Thông hiểu', 3: 'Vận dụng' };

export const OPTIONS_AT_LEAST = 4;
/** With columns for as many options as there are. */
export const headingsFor = (options: number): string[] => [
  'STT', 'Dạng', 'Câu hỏi', ...LETTERS.slice(0, Math.max(options, OPTIONS_AT_LEAST)), 'Đáp án', 'Giải thích', 'Mức độ', 'Thẻ', 'Nhận xét phương án',
];
export const widthsFor = (options: number): number[] => [
  6, 18, 60, ...Array.from({ length: Math.max(options, OPTIONS_AT_LEAST) }, () => 28), 16, 40, 14, 20, 30,
];

const cellsOf = (question: Question): { options: string[]; key: string; feedback: string } => {
  const only = (options: string[], key = '', feedback = '') => ({ options, key, feedback });
  const letters = (right: readonly boolean[]) => right.flatMap((yes, at) => (yes ? [LETTERS[at]!] : [])).join(', ');
  switch (question.type) {
    case 'single':
    case 'multiple': {
      const feedback = question.options.flatMap((option, at) => (option.feedback === '' ? [] : [`${LETTERS[at]}: ${option.feedback}`]));
      return only(question.options.map(({ text }) => text), letters(question.options.map(({ right }) => right)), feedback.join('\n'));
    }
    case 'truefalse':
      return only([], question.answer ? 'Đúng' : 'Sai');
    case 'matching':
      return only([...question.pairs.map(writePair), ...question.extra.map((right) => `→ ${right}`)]);
    case 'ordering':
      return only(question.steps, letters(question.steps.map(() => true)));
    case 'short':
      return only([], question.accepted.join('\n'));
    case 'number':
      return only([], writeAnswer(question));
    default:
      return only([], question.rubric);
  }
};

/** Rows of texts, the headings first; every cell is safe to open. */
export function writeSheet(items: readonly BankItem[]): string[][] {
  const all = items.map((item) => ({ item, ...cellsOf(item.question) }));
  const width = Math.max(OPTIONS_AT_LEAST, ...all.map(({ options }) => options.length));
  const rows = all.map(({ item, options, key, feedback }, at) => [
    String(at + 1),
    item.question.type === 'short' && !item.question.folded ? EXACT : TYPES[item.question.type],
    item.stem,
    ...Array.from({ length: width }, (_, place) => options[place] ?? ''),
    key, item.explanation, DIFFICULTIES[item.difficulty], writeTags(item.tags), feedback,
  ]);
  return [headingsFor(width), ...rows.map((row) => row.map(guarded))];
}

/** Rows to overwrite: one of every kind. */
export const EXAMPLES: readonly BankItem[] = [
  {
    stem: 'Ví dụ: Tỷ lệ đảng viên tham gia học tập tối thiểu là bao nhiêu?', explanation: 'Kế hoạch của đợt học tập.', tags: ['ví dụ'], difficulty: 1,
    question: { type: 'single', options: ['90 %', '95 %', '98 %', '100 %'].map((text) => ({ text, right: text === '98 %', feedback: '' })) },
  },
  {
    stem: 'Ví dụ: Những ai thuộc đối tượng học tập?', explanation: '', tags: ['ví dụ'], difficulty: 2,
    question: { type: 'multiple', options: ['Đảng viên chính thức', 'Đảng viên dự bị', 'Đảng viên đã được miễn'].map((text, at) => ({ text, right: at < 2, feedback: '' })) },
  },
  { stem: 'Ví dụ: Chi bộ họp thường lệ mỗi tháng một lần.', explanation: '', tags: ['ví dụ'], difficulty: 1, question: { type: 'truefalse', answer: true } },
  {
    stem: 'Ví dụ: Nối cơ quan với nhiệm vụ.', explanation: '', tags: ['ví dụ'], difficulty: 2,
    question: { type: 'matching', pairs: [{ left: 'Chi bộ', right: 'tổ chức học tập' }, { left: 'Đảng ủy', right: 'ban hành kế hoạch' }], extra: ['cấp kinh phí'] },
  },
  {
    stem: 'Ví dụ: Sắp xếp các bước của đợt học tập.', explanation: '', tags: ['ví dụ'], difficulty: 2,
    question: { type: 'ordering', steps: ['Ban hành kế hoạch', 'Tổ chức học tập', 'Kiểm tra nhận thức'] },
  },
  { stem: 'Ví dụ: Viết tên nghị quyết được học.', explanation: '', tags: ['ví dụ'], difficulty: 1, question: { type: 'short', accepted: ['Nghị quyết 59', 'NQ 59'], folded: true } },
  { stem: 'Ví dụ: Tỷ lệ tối thiểu là bao nhiêu phần trăm?', explanation: '', tags: ['ví dụ'], difficulty: 1, question: { type: 'number', answer: 98, tolerance: 0.5 } },
  { stem: 'Ví dụ: Đồng chí đề xuất điều gì?', explanation: '', tags: ['ví dụ'], difficulty: 3, question: { type: 'open', rubric: 'Nêu được ít nhất hai việc cụ thể.' } },
];
