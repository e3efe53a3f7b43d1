/**
 * GIFT, Moodle's text format: `::title:: question {=right ~wrong#why}`. Source: docs.moodle.org, "GIFT format".
 * Read: single and multiple choice, true/false, matching, short answer, number, essay; `$CATEGORY` and comments.
 */
import type { Item, Option, Question } from '../item.ts';
import { quote, type Understood } from './understood.ts';

const SPECIAL = /[~=#{}:]/g;
/** Also an arrow, which would part it, and a sign at the beginning that would make it a weight. */
const escape = (text: string): string =>
  text.replace(/\\/g, '\\\\').replace(SPECIAL, (sign) => `\\${sign}`).replace(/\n/g, '\\n').replace(/->/g, '\\->')
    .replace(/^%/u, '\\%');

/** The text with its escapes resolved. */
const unescape = (text: string): string =>
  text.replace(/\\(.)/gsu, (_, sign: string) => (sign === 'n' ? '\n' : sign)).replace(/[ \t]*\r?\n[ \t]*/g, '\n').trim();

/** Where the first of these signs stands unescaped, from a place on; -1 when nowhere. */
function find(text: string, signs: string, from = 0): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (signs.includes(text[at]!)) return at;
  }
  return -1;
}

/** A line's tags: `// [tag:luật]`, as Moodle writes them. */
const TAG = /\[tag:((?:\\\]|[^\]])+)\]/gu;

export function readGift(text: string): Understood {
  const understood: Understood = { items: [], notes: [] };
  const lines = text.normalize('NFC').replace(/^\uFEFF/u, '').split(/\r\n?|\n/);
  let block: { line: number; text: string[]; tags: string[] } = { line: 0, text: [], tags: [] };
  const end = () => {
    const whole = block.text.join('\n');
    if (whole.trim() !== '') readBlock(understood, block.line, whole, block.tags);
    block = { line: 0, text: [], tags: [] };
  };
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' && balanced(block.text.join('\n'))) end();
    else if (/^\s*\/\//.test(line)) block.tags.push(...[...line.matchAll(TAG)].map((found) => found[1]!.replaceAll('\\]', ']').trim()));
    else if (!/^\s*\$CATEGORY/.test(line)) {
      block.line ||= at + 1;
      block.text.push(line);
    }
  }
  end();
  return understood;
}

/** An empty line inside braces belongs to the question. */
const balanced = (text: string): boolean => {
  const open = find(text, '{');
  return open < 0 || find(text, '}', open) >= 0;
};

function readBlock(understood: Understood, line: number, whole: string, tags: string[]): void {
  const title = /^\s*::((?:\\.|[^\\])*?)::/su.exec(whole);
  const text = (title ? whole.slice(title[0].length) : whole).replace(/^\s*\[(?:html|moodle|plain|markdown)\]/u, '');
  const open = find(text, '{');
  const close = open < 0 ? -1 : find(text, '}', open);
  if (open < 0 || close < 0) {
    understood.notes.push({ line, code: open < 0 ? 'braces.missing' : 'braces.open', text: quote(whole.trim()) });
    return;
  }
  const after = text.slice(close + 1).trim();
  // A gap in the sentence: what follows the braces is part of what is asked.
  const stem = unescape(after === '' ? text.slice(0, open) : `${text.slice(0, open)} … ${after}`);
  const { question, explanation } = readAnswers(text.slice(open + 1, close));
  const notes = question ? [] : [{ line, code: 'answers.unknown', text: quote(text.slice(open, close + 1)) }];
  const item: Item = { stem, question: question ?? { type: 'open', rubric: '' }, explanation, tags };
  understood.items.push({ line, item, notes });
}

function readAnswers(inside: string): { question: Question | undefined; explanation: string } {
  const general = findGeneral(inside);
  const explanation = general < 0 ? '' : unescape(inside.slice(general + 4));
  const text = (general < 0 ? inside : inside.slice(0, general)).trim();
  return { question: readQuestion(text), explanation };
}

/** Feedback for everybody stands behind four signs `#`. */
function findGeneral(text: string): number {
  for (let at = find(text, '#'); at >= 0; at = find(text, '#', at + 1)) if (text.startsWith('####', at)) return at;
  return -1;
}

function readQuestion(text: string): Question | undefined {
  if (text === '') return { type: 'open', rubric: '' };
  const plain = text.split('#', 1)[0]!.trim().toUpperCase();
  if (['T', 'TRUE', 'F', 'FALSE'].includes(plain)) return { type: 'truefalse', answer: plain.startsWith('T') };
  if (text.startsWith('#')) return readNumeric(text.slice(1));
  const answers = split(text);
  if (answers.length === 0) return undefined;
  if (answers.every(({ text: each }) => /(^|[^\\])->/.test(each))) return readMatching(answers.map((each) => each.text));
  if (answers.every(({ sign, weight }) => sign === '=' && weight === undefined)) {
    return { type: 'short', accepted: answers.map((each) => unescape(each.text)), folded: false };
  }
  const options = answers.map(({ sign, weight, text: own, feedback }): Option => ({
    text: unescape(own), right: weight === undefined ? sign === '=' : weight > 0, feedback: unescape(feedback),
  }));
  const several = answers.some(({ weight }) => weight !== undefined && weight !== 100) || options.filter(({ right }) => right).length > 1;
  return { type: several ? 'multiple' : 'single', options };
}

type Answer = { sign: '=' | '~'; weight: number | undefined; text: string; feedback: string };

function split(text: string): Answer[] {
  const found: Answer[] = [];
  for (let at = find(text, '=~'); at >= 0; ) {
    const next = find(text, '=~', at + 1);
    const whole = text.slice(at + 1, next < 0 ? undefined : next);
    const weighted = /^\s*%(-?\d+(?:\.\d+)?)%/u.exec(whole);
    const rest = weighted ? whole.slice(weighted[0].length) : whole;
    const why = find(rest, '#');
    found.push({
      sign: text[at] as '=' | '~',
      weight: weighted ? Number(weighted[1]) : undefined,
      text: why < 0 ? rest : rest.slice(0, why),
      feedback: why < 0 ? '' : rest.slice(why + 1),
    });
    at = next;
  }
  return found;
}

function readMatching(answers: string[]): Question {
  const parts = answers.map((answer) => {
    const at = answer.search(/(?<!\\)->/);
    return { left: unescape(answer.slice(0, at)), right: unescape(answer.slice(at + 2)) };
  });
  return {
    type: 'matching',
    pairs: parts.filter(({ left }) => left !== ''),
    extra: parts.filter(({ left }) => left === '').map(({ right }) => right),
  };
}

function readNumeric(text: string): Question | undefined {
  const first = text.replace(/^\s*=\s*(%100%)?/u, '').split(/[=~#]/u, 1)[0]!.trim();
  const range = /^(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)$/u.exec(first);
  const [low, high] = [Number(range?.[1]), Number(range?.[2])];
  if (range && Number.isFinite(low) && Number.isFinite(high)) {
    return { type: 'number', answer: (low + high) / 2, tolerance: Math.abs(high - low) / 2 };
  }
  const exact = /^(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?::(\d+(?:\.\d+)?(?:e[+-]?\d+)?))?$/iu.exec(first);
  return exact ? { type: 'number', answer: Number(exact[1]), tolerance: Number(exact[2] ?? 0) } : undefined;
}

/** Ordering, rubrics and accents that do not matter have no place in GIFT; see `carry`. */
export const writeGift = (items: readonly Item[]): string =>
  items.map((item) => {
    const tags = item.tags.length > 0 ? `// ${item.tags.map((tag) => `[tag:${tag.replaceAll(']', '\\]')}]`).join(' ')}\n` : '';
    const general = item.explanation === '' ? '' : `####${escape(item.explanation)}`;
    return `${tags}${beginning(item.stem)} {${answersOf(item.question)}${general}}\n`;
  }).join('\n');

/** A question that begins like a comment, a title or a category would be read as one. */
const beginning = (stem: string): string => escape(stem).replace(/^(\/\/|\$|\[)/u, '\\$1');

function answersOf(question: Question): string {
  switch (question.type) {
    case 'truefalse':
      return question.answer ? 'TRUE' : 'FALSE';
    case 'number':
      return `#${question.answer}:${question.tolerance}`;
    case 'short':
      return question.accepted.map((text) => `=${escape(text)}`).join(' ');
    case 'matching':
      return [
        ...question.pairs.map(({ left, right }) => `=${escape(left)} -> ${escape(right)}`),
        ...question.extra.map((right) => `= -> ${escape(right)}`),
      ].join(' ');
    case 'single':
      return question.options.map((option) => `${option.right ? '=' : '~'}${choice(option)}`).join(' ');
    case 'multiple':
      return weighted(question.options).join(' ');
    default:
      return '';
  }
}

const choice = ({ text, feedback }: Option): string => `${escape(text)}${feedback === '' ? '' : `#${escape(feedback)}`}`;
function weighted(options: readonly Option[]): string[] {
  const right = options.filter((option) => option.right).length;
  const share = (100 / Math.max(1, right)).toFixed(5).replace(/\.?0+$/, '');
  return options.map((option) => `~%${option.right ? share : '-100'}%${choice(option)}`);
}
