/** Questions for a Word file: with the key, in exactly the form that is read back, or without it, for paper. */
import type { WordBlock } from '#platform/word/block.ts';
import type { Difficulty } from '../bank.ts';
import type { Question } from '../item.ts';
import type { BankItem } from './carry.ts';
import { shownAt, type Shown } from './picture.ts';
import { writeAnswer, writeTags } from './sheet-key.ts';
import { KEY, KEY_LETTERS, LABELLED, LETTERS, NUMBERED, OPTION, PART, QUESTION, SHIELD, TABLE_TITLE, type Paragraph } from './word-line.ts';

const DIFFICULTIES: Record<Difficulty, string> = { 1: 'Nhận biết', 2: 'Thông hiểu', 3: 'Vận dụng' };
const TAKEN = [QUESTION, NUMBERED, OPTION, KEY, KEY_LETTERS, PART, TABLE_TITLE, ...Object.values(LABELLED)];

/** A line that nobody takes for something else. */
const shielded = (line: string): string => (TAKEN.some((form) => form.test(line)) ? SHIELD + line : line);
const shieldedLines = (text: string): string[] => text.split('\n').map(shielded);
/** A star at the end would be a key; "Đúng" and "Sai" alone would be another kind of question. */
const shieldedOption = (text: string): string => (/\*\)?$/u.test(text) || /^(?:đúng|sai)[.\s]*$/iu.test(text) ? text + SHIELD : text);
const shieldedSigns = (text: string, signs: RegExp): string => text.replace(signs, (sign) => sign + SHIELD);
const ARROWS = /→|->|=>|⇒/gu;

const line = (text: string, bold = false): WordBlock => ({ kind: 'line', runs: [{ text, bold }] });
const option = (at: number, text: string, bold = false): WordBlock => ({ kind: 'option', runs: [{ text: `${LETTERS[at]}. ${text}`, bold }] });
/** On a line of its own, below what it belongs to. */
function pictured(shown: Shown | undefined): WordBlock[] {
  if (!shown) return [];
  const { option: place, name, text, base64, width, height } = shown;
  return [{ kind: 'picture', below: place === null ? 'question' : 'option', name, text: text.replace(/\s+/gu, ' '), base64, width, height }];
}

/** The label on the first line only; the lines below go on. */
const labelled = (label: string, text: string): WordBlock[] =>
  text === '' ? [] : shieldedLines(text).map((each, at) => line(at === 0 ? `${label}: ${text.split('\n')[0]!}` : each));

const stemBlocks = ({ stem, shown = [] }: BankItem, number: number): WordBlock[] => {
  const [head = '', ...rest] = stem.split('\n');
  return [
    { kind: 'question', runs: [{ text: `Câu ${number}. `, bold: true }, { text: head, bold: false }] },
    ...rest.map((each) => line(shielded(each))),
    ...pictured(shownAt(shown, null)),
  ];
};

function keyed({ question, shown = [] }: BankItem): WordBlock[] {
  switch (question.type) {
    case 'single':
    case 'multiple': {
      const all = question.options.every(({ right }) => right);
      return [
        ...question.options.flatMap(({ text, right }, at) => [option(at, shieldedOption(text), right), ...pictured(shownAt(shown, at))]),
        // What is bold throughout marks nothing.
        ...(all ? [line(`Đáp án: ${LETTERS.slice(0, question.options.length).split('').join(', ')}`)] : []),
        ...question.options.flatMap(({ feedback }, at) => (feedback === '' ? [] : [line(`Nhận xét ${LETTERS[at]}: ${feedback}`)])),
      ];
    }
    case 'truefalse':
      return [option(0, 'Đúng', question.answer), option(1, 'Sai', !question.answer)];
    case 'matching':
      return [...question.pairs, ...question.extra.map((right) => ({ left: '', right }))].map(({ left, right }) =>
        line(`Nối: ${[shieldedSigns(left, ARROWS), '→', shieldedSigns(right, ARROWS)].filter((part) => part !== '').join(' ')}`));
    case 'ordering':
      return [
        ...question.steps.map((step, at) => option(at, shieldedOption(step))),
        line(`Thứ tự đúng: ${LETTERS.slice(0, question.steps.length).split('').join(', ')}`),
      ];
    case 'short': {
      const label = question.folded ? 'Đáp án' : 'Đáp án (phân biệt dấu)';
      if (question.accepted.length > 1) return question.accepted.map((text) => line(`${label}: ${text}`));
      return question.accepted.map((text) => line(`${label}: ${shieldedSigns(text, /[;|]/gu)}`));
    }
    case 'number':
      return [line(`Đáp số: ${writeAnswer(question)}`)];
    default:
      return labelled('Hướng dẫn chấm', question.rubric);
  }
}

/** The letters of the right options, where there are letters. */
function lettersOf(question: Question): string {
  if (question.type === 'truefalse') return question.answer ? 'A' : 'B';
  if (question.type !== 'single' && question.type !== 'multiple') return '';
  return question.options.flatMap(({ right }, at) => (right ? [LETTERS[at]!] : [])).join(', ');
}

const COLUMNS = 10;

/** Numbers above letters, ten a row. A table of one key would not be taken for one. */
function keyTable(items: readonly BankItem[]): WordBlock[] {
  const keys = items.flatMap(({ question }, at) => (lettersOf(question) === '' ? [] : [[String(at + 1), lettersOf(question)] as const]));
  if (keys.length < 2) return [];
  const rows: string[][] = [];
  for (let at = 0; at < keys.length; at += COLUMNS) {
    const part = keys.slice(at, at + COLUMNS);
    rows.push(['Câu', ...part.map(([number]) => number)], ['Đáp án', ...part.map(([, letters]) => letters)]);
  }
  return [{ kind: 'heading', runs: [{ text: 'BẢNG ĐÁP ÁN', bold: true }] }, { kind: 'table', rows }];
}

/** With the key in bold and in a table at the end. */
export function writeWord(items: readonly BankItem[]): WordBlock[] {
  const blocks = items.flatMap((item, at) => {
    const { explanation, tags, difficulty } = item;
    return [
      ...stemBlocks(item, at + 1),
      ...keyed(item),
      ...(difficulty === 2 ? [] : [line(`Mức độ: ${DIFFICULTIES[difficulty]}`)]),
      ...(tags.length > 0 ? [line(`Nhãn: ${writeTags(tags)}`)] : []),
      ...labelled('Giải thích', explanation),
    ];
  });
  return [...blocks, ...keyTable(items)];
}

const DOTS = '…'.repeat(40);
const sorted = (texts: readonly string[]): string[] => texts.toSorted((a, b) => a.localeCompare(b, 'vi'));

function blank({ question, shown = [] }: BankItem): WordBlock[] {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return question.options.flatMap(({ text }, at) => [option(at, text), ...pictured(shownAt(shown, at))]);
    case 'truefalse':
      return [option(0, 'Đúng'), option(1, 'Sai')];
    case 'matching': {
      const rights = sorted([...new Set([...question.pairs.map(({ right }) => right), ...question.extra])]);
      const height = Math.max(rights.length, question.pairs.length);
      const rows = Array.from({ length: height }, (_, at) => [
        question.pairs[at] ? `${at + 1}. ${question.pairs[at].left}` : '', rights[at] ? `${String.fromCharCode(97 + at)}) ${rights[at]}` : '',
      ]);
      return [{ kind: 'table', rows }, line(`Trả lời: ${question.pairs.map((_, at) => `${at + 1} – …`).join('; ')}`)];
    }
    case 'ordering':
      return sorted(question.steps).map((step) => line(`(…) ${step}`));
    case 'open':
      return Array.from({ length: 6 }, () => line(DOTS));
    default:
      return [line(`Trả lời: ${DOTS}`)];
  }
}

/** Without the key; what would give it away by its order is in the order of the alphabet. */
export const writePrint = (items: readonly BankItem[]): WordBlock[] =>
  items.flatMap((item, at) => [...stemBlocks(item, at + 1), ...blank(item)]).map(bare);

/** Nobody reads it back, so nothing is shielded. */
const bare = (block: WordBlock): WordBlock =>
  !('runs' in block) ? block : { ...block, runs: block.runs.map((run) => ({ ...run, text: run.text.replaceAll(SHIELD, '') })) };

/** What a reader of the file will see of it. */
export function paragraphsOf(blocks: readonly WordBlock[]): Paragraph[] {
  const look = { underline: false, mark: false };
  return blocks.flatMap((block, table): Paragraph[] => {
    if (block.kind === 'picture') return [{ label: '', runs: [], cell: null, pictures: [{ path: block.name, text: block.text }] }];
    if (block.kind !== 'table') return [{ label: '', runs: block.runs.map((run) => ({ ...run, ...look })), cell: null }];
    const runs = (text: string) => [{ text, bold: false, ...look }];
    return block.rows.flatMap((cells, row) => cells.map((text, column) => ({ label: '', runs: runs(text), cell: { table, row, column } })));
  });
}
