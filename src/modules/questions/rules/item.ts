/**
 * One question as it stands in the bank. Plain text throughout: paragraphs are separated by a line break. A person
 * reads it on a phone, hears it read out, or sees it on paper, so nothing here depends on how it looks.
 */
export const itemTypes = ['single', 'multiple', 'truefalse', 'matching', 'ordering', 'short', 'number', 'open'] as const;
export type ItemType = (typeof itemTypes)[number];

export type Option = { text: string; right: boolean; /** Why it is right or wrong; empty when not said. */ feedback: string };
export type Pair = { left: string; right: string };

export type Question =
  | { type: 'single'; options: Option[] }
  | { type: 'multiple'; options: Option[] }
  | { type: 'truefalse'; answer: boolean }
  /** Each left has one right; `extra` are rights that belong to nobody. */
  | { type: 'matching'; pairs: Pair[]; extra: string[] }
  /** In the right order. */
  | { type: 'ordering'; steps: string[] }
  /** Any of these; `folded`: capitals, tone marks and other diacritics do not matter. */
  | { type: 'short'; accepted: string[]; folded: boolean }
  /** Right from `answer - tolerance` to `answer + tolerance`. */
  | { type: 'number'; answer: number; tolerance: number }
  /** Read by a person along a rubric. */
  | { type: 'open'; rubric: string };

export type Item = {
  /** What is asked. */
  stem: string;
  question: Question;
  /** Shown with the right answer; empty when there is none. */
  explanation: string;
  tags: string[];
};

export const limits = { stem: 4_000, option: 1_000, options: 12, explanation: 4_000, tags: 12, tag: 60 } as const;

/** What is wrong with an item, by part; codes have words `questions.desk.problem.<code>`. */
export type ItemProblem = { part: 'stem' | 'options' | 'pairs' | 'steps' | 'accepted' | 'number' | 'rubric' | 'explanation'; code: string };

const long = (text: string, most: number): boolean => text.length > most;
const repeated = (texts: readonly string[]): boolean => new Set(texts.map((text) => text.trim())).size < texts.length;
const blank = (texts: readonly string[]): boolean => texts.some((text) => text.trim() === '');

/** Empty when the item can be asked and scored. */
export function problemsOf({ stem, question, explanation }: Item): ItemProblem[] {
  const problems: ItemProblem[] = [];
  if (stem.trim() === '') problems.push({ part: 'stem', code: 'stem.missing' });
  if (long(stem, limits.stem)) problems.push({ part: 'stem', code: 'stem.long' });
  if (long(explanation, limits.explanation)) problems.push({ part: 'explanation', code: 'explanation.long' });
  return [...problems, ...questionProblems(question)];
}

function questionProblems(question: Question): ItemProblem[] {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return optionProblems(question.options, question.type);
    case 'matching':
      return listProblems('pairs', question.pairs.map(({ left }) => left), [
        ...question.pairs.map(({ right }) => right), ...question.extra,
      ]);
    case 'ordering':
      return listProblems('steps', question.steps, question.steps);
    case 'short':
      if (question.accepted.length === 0 || blank(question.accepted)) return [{ part: 'accepted', code: 'accepted.missing' }];
      return question.accepted.some((text) => long(text, limits.option)) ? [{ part: 'accepted', code: 'accepted.long' }] : [];
    case 'number':
      return Number.isFinite(question.answer) && question.tolerance >= 0 ? [] : [{ part: 'number', code: 'number.form' }];
    case 'open':
      return long(question.rubric, limits.explanation) ? [{ part: 'rubric', code: 'rubric.long' }] : [];
    default:
      return [];
  }
}

function optionProblems(options: readonly Option[], type: 'single' | 'multiple'): ItemProblem[] {
  const texts = options.map(({ text }) => text);
  const right = options.filter((option) => option.right).length;
  const codes = [
    options.length < 2 && 'options.few',
    options.length > limits.options && 'options.many',
    blank(texts) && 'options.blank',
    texts.some((text) => long(text, limits.option)) && 'options.long',
    repeated(texts) && 'options.repeated',
    right === 0 && 'key.missing',
    type === 'single' && right > 1 && 'key.several',
  ];
  return codes.filter((code) => code !== false).map((code) => ({ part: 'options', code }));
}

function listProblems(part: 'pairs' | 'steps', lefts: readonly string[], rights: readonly string[]): ItemProblem[] {
  const codes = [
    lefts.length < 2 && `${part}.few`,
    lefts.length > limits.options && `${part}.many`,
    (blank(lefts) || blank(rights)) && `${part}.blank`,
    [...lefts, ...rights].some((text) => long(text, limits.option)) && `${part}.long`,
    (repeated(lefts) || (part === 'steps' && repeated(rights))) && `${part}.repeated`,
  ];
  return codes.filter((code) => code !== false).map((code) => ({ part, code }));
}
