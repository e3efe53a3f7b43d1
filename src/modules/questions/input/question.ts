/** The form of one question. What was typed comes back with what is wrong with it. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { isType, type BankQuery, type Difficulty, type VersionState } from '../rules/bank.ts';
import { limits, problemsOf, type Item, type Option, type Question } from '../rules/item.ts';
import { readNumber } from '../rules/score.ts';

export type TypedQuestion = {
  type: string; stem: string; explanation: string; difficulty: string; tags: string; body: string; seen: string; note: string;
  /** Options in rows, as many as the form has; `right` names the rows that are marked. */
  options: string[]; feedback: string[]; right: string[];
  lefts: string[]; rights: string[]; extra: string;
  steps: string; accepted: string; folded: boolean; answer: string; tolerance: string; truth: string; rubric: string;
  /** `document:version:anchor`, one for each citation. */
  cites: string[];
};

export type QuestionForm = {
  item: Item;
  difficulty: Difficulty;
  body: number;
  seen: string;
  cites: { documentId: number; version: number; anchor: string }[];
};

const MOST_ROWS = limits.options;

export function readTypedQuestion(form: FormData): TypedQuestion {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.slice(0, 8_000) : '';
  };
  const line = (name: string): string => normaliseLine(text(name));
  const rows = (name: string): string[] => Array.from({ length: MOST_ROWS }, (_, at) => line(`${name}${at}`));
  return {
    type: line('type'), stem: text('stem'), explanation: text('explanation'), difficulty: line('difficulty'), tags: line('tags'),
    body: line('body'), seen: line('seen'), note: line('note').slice(0, 2_000),
    options: rows('option'), feedback: rows('feedback'), right: form.getAll('right').filter((each) => typeof each === 'string'),
    lefts: rows('left'), rights: rows('pair'), extra: text('extra'),
    steps: text('steps'), accepted: text('accepted'), folded: text('folded') === 'yes', answer: line('answer'),
    tolerance: line('tolerance'), truth: line('truth'), rubric: text('rubric'),
    cites: form.getAll('cite').filter((each) => typeof each === 'string').slice(0, 12),
  };
}

const linesOf = (text: string): string[] => normalise(text).split('\n').map(normaliseLine).filter((each) => each !== '');
const paragraphs = (text: string): string => linesOf(text).join('\n');

function questionOf(typed: TypedQuestion): Question {
  switch (typed.type) {
    case 'truefalse':
      return { type: 'truefalse', answer: typed.truth === 'true' };
    case 'matching': {
      const pairs = typed.lefts.flatMap((left, at) => (left || typed.rights[at] ? [{ left, right: typed.rights[at] ?? '' }] : []));
      return { type: 'matching', pairs, extra: linesOf(typed.extra) };
    }
    case 'ordering':
      return { type: 'ordering', steps: linesOf(typed.steps) };
    case 'short':
      return { type: 'short', accepted: linesOf(typed.accepted), folded: typed.folded };
    case 'number':
      return { type: 'number', answer: readNumber(typed.answer) ?? Number.NaN, tolerance: typed.tolerance === '' ? 0 : (readNumber(typed.tolerance) ?? -1) };
    case 'open':
      return { type: 'open', rubric: paragraphs(typed.rubric) };
    default:
      return { type: typed.type === 'multiple' ? 'multiple' : 'single', options: optionsOf(typed) };
  }
}

const optionsOf = (typed: TypedQuestion): Option[] =>
  typed.options.flatMap((text, at) =>
    text === '' ? [] : [{ text, right: typed.right.includes(String(at)), feedback: typed.feedback[at] ?? '' }]);

function citesOf(typed: TypedQuestion): QuestionForm['cites'] {
  return typed.cites.flatMap((cite) => {
    const [, document, version, anchor] = /^(\d{1,9}):(\d{1,4}):([A-Za-z0-9.-]{1,120})$/.exec(cite) ?? [];
    return anchor ? [{ documentId: Number(document), version: Number(version), anchor }] : [];
  });
}

export const readCites = (typed: TypedQuestion): { cites: QuestionForm['cites']; seen: string } => ({ cites: citesOf(typed), seen: typed.seen });

/** Problems at their fields: `type.missing`, `body.missing`, `tags.many`, and those of `problemsOf`. */
export function readQuestionForm(typed: TypedQuestion): Result<QuestionForm> {
  const problems: Problem[] = [];
  const wrong = (field: string, code: string) => problems.push({ field, code });
  if (!isType(typed.type)) wrong('type', 'type.missing');
  if (!/^[1-9]\d{0,8}$/.test(typed.body)) wrong('body', 'body.missing');
  const tags = [...new Set(typed.tags.split(',').map(normaliseLine).filter((tag) => tag !== ''))];
  if (tags.length > limits.tags || tags.some((tag) => tag.length > limits.tag)) wrong('tags', 'tags.many');
  const item: Item = { stem: paragraphs(typed.stem), question: questionOf(typed), explanation: paragraphs(typed.explanation), tags };
  for (const { part, code } of problemsOf(item)) wrong(fields[part], code);
  if (problems.length > 0) return failed(...problems);
  const difficulty = Number(typed.difficulty);
  return ok({
    item,
    difficulty: difficulty === 1 || difficulty === 3 ? difficulty : 2,
    body: Number(typed.body),
    seen: typed.seen,
    cites: citesOf(typed),
  });
}

/** The control that a problem of a part is shown at. */
const fields = {
  stem: 'stem', options: 'option0', pairs: 'left0', steps: 'steps', accepted: 'accepted', number: 'answer', rubric: 'rubric',
  explanation: 'explanation',
} as const;

export const readNote = (typed: TypedQuestion): Result<string> =>
  typed.note === '' ? failed({ field: 'note', code: 'note.missing' }) : ok(typed.note);

const states: readonly VersionState[] = ['draft', 'submitted', 'approved'];
const MAX_PAGE = 5_000;

/** Anything may stand in an address; what cannot be read is left out instead of refused. */
export function readBankQuery(params: URLSearchParams): BankQuery {
  const [type, state, page] = [params.get('type'), params.get('state'), params.get('page') ?? ''];
  return {
    q: normaliseLine(params.get('q') ?? '').slice(0, 200),
    type: isType(type) ? type : null,
    state: states.find((known) => known === state) ?? null,
    tag: normaliseLine(params.get('tag') ?? '').slice(0, limits.tag),
    stale: params.get('stale') === 'yes',
    page: /^[1-9]\d{0,5}$/.test(page) ? Math.min(Number(page), MAX_PAGE) : 1,
  };
}
