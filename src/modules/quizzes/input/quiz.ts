/** The forms of a quiz at the desk. What was typed comes back with what is wrong with it. */
import { dayOf, type Instant } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { quizStates, type QuizState } from '../rules/attempt.ts';
import {
  counting, explaining, lateRules, modes, MOST_SHEETS, MOST_SITTINGS, tieBreaks, wrongRules, type NewSitting, type QuizQuery, type QuizRules, type TieBreak,
} from '../rules/quiz.ts';

/** A line of the list of sittings, as it was typed; an empty one is none. */
export type TypedSitting = { day: string; from: string; untilDay: string; until: string; places: string; session: string };
export type TypedQuiz = {
  campaign: string; title: string; paper: string; sheets: string; mode: string; limit: string; attempts: string; counts: string;
  passMark: string; explanations: string; lateRule: string; tie: string; note: string; reason: string; seen: string;
  shuffleItems: boolean; shuffleOptions: boolean; certificate: boolean; ranking: boolean; guessAsked: boolean;
  sittings: TypedSitting[];
};

const LINES = [
  'campaign', 'title', 'paper', 'sheets', 'mode', 'limit', 'attempts', 'counts', 'passMark', 'explanations', 'lateRule', 'tie', 'seen',
] as const;
const BOXES = ['shuffleItems', 'shuffleOptions', 'certificate', 'ranking', 'guessAsked'] as const;
const PARTS = ['day', 'from', 'untilDay', 'until', 'places', 'session'] as const;

export function readTypedQuiz(form: FormData): TypedQuiz {
  const text = (name: string): string => {
    const raw = form.get(name);
    return typeof raw === 'string' ? raw.slice(0, 4_000) : '';
  };
  const lines = Object.fromEntries(LINES.map((name) => [name, normaliseLine(text(name)).slice(0, 400)]));
  const boxes = Object.fromEntries(BOXES.map((name) => [name, text(name) === 'yes']));
  const columns = PARTS.map((part) => form.getAll(`sitting.${part}`).map((raw) => normaliseLine(String(raw)).slice(0, 40)));
  const sittings = Array.from({ length: Math.min(MOST_SITTINGS, columns[0]?.length ?? 0) }, (_, at) =>
    Object.fromEntries(PARTS.map((part, column) => [part, columns[column]?.[at] ?? ''])) as TypedSitting);
  return {
    ...(lines as Pick<TypedQuiz, (typeof LINES)[number]>), ...(boxes as Pick<TypedQuiz, (typeof BOXES)[number]>), sittings,
    note: normalise(text('note')), reason: normalise(text('reason')),
  };
}

export type QuizForm = QuizRules & { sittings: NewSitting[]; seen: string };

const whole = (text: string, least: number, most: number): number | undefined =>
  /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
const oneOf = <T extends string>(known: readonly T[], value: string): T | undefined => known.find((each) => each === value);

/** "80", "82,5": hundredths of a per cent. */
function percentOf(text: string): number | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text);
  const value = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : undefined;
  return value !== undefined && value >= 1 && value <= 10_000 ? value : undefined;
}

/** A clock in Viet Nam: "7:30", "07:30", "7h30". */
export function momentOf(day: string, clock: string): Instant | undefined {
  const match = /^([01]?\d|2[0-3])[:hg.]([0-5]\d)$/.exec(clock);
  if (!match || !/^20\d\d-\d\d-\d\d$/.test(day)) return undefined;
  const moment = new Date(`${day}T${match[1]!.padStart(2, '0')}:${match[2]}:00+07:00`);
  // 31/02 is no day, although a computer would make one of it.
  return Number.isNaN(moment.getTime()) || dayOf(moment) !== day ? undefined : moment;
}

type Read<T> = { value: T; problems: Problem[] };

/** Problems at `sitting.<place>`: `sitting.from`, `sitting.until`, `sitting.order`, `sitting.places`. */
function readSittings(typed: readonly TypedSitting[]): Read<NewSitting[]> {
  const problems: Problem[] = [];
  const value = typed.flatMap((line, at) => {
    if (PARTS.every((part) => line[part] === '')) return [];
    const opens = momentOf(line.day, line.from);
    const closes = momentOf(line.untilDay || line.day, line.until);
    const places = line.places === '' ? null : whole(line.places, 1, 100_000);
    const wrong = (code: string) => problems.push({ field: `sitting.${at}`, code, values: { number: at + 1 } });
    if (!opens) wrong('sitting.from');
    if (!closes) wrong('sitting.until');
    if (opens && closes && closes <= opens) wrong('sitting.order');
    if (places === undefined) wrong('sitting.places');
    const sessionId = whole(line.session, 1, 999_999) ?? null;
    return opens && closes && places !== undefined ? [{ opens, closes, places, sessionId }] : [];
  });
  return { value, problems };
}

/** The chosen one first, the others behind it in their usual order. */
const tiesFrom = (first: string): TieBreak[] => {
  const chosen = oneOf(tieBreaks, first);
  return chosen ? [chosen, ...tieBreaks.filter((each) => each !== chosen)] : [...tieBreaks];
};

function readRules(typed: TypedQuiz): Read<QuizRules> {
  const problems: Problem[] = [];
  const need = <T>(field: string, code: string, value: T | undefined, otherwise: T): T => {
    if (value === undefined) problems.push({ field, code });
    return value ?? otherwise;
  };
  const optional = <T>(field: string, code: string, text: string, read: (text: string) => T | undefined): T | null =>
    text === '' ? null : need<T | null>(field, code, read(text), null);
  if (typed.title === '') problems.push({ field: 'title', code: 'title.missing' });
  if (typed.title.length > 300) problems.push({ field: 'title', code: 'title.long' });
  const value: QuizRules = {
    title: typed.title,
    paperId: optional('paper', 'paper.unknown', typed.paper, (text) => whole(text, 1, 999_999)),
    sheetCount: need('sheets', 'sheets.range', whole(typed.sheets, 1, MOST_SHEETS), 1),
    mode: need('mode', 'choice.missing', oneOf(modes, typed.mode), 'practice'),
    limit: optional('limit', 'limit.range', typed.limit, (text) => whole(text, 1, 300)),
    attempts: optional('attempts', 'attempts.range', typed.attempts, (text) => whole(text, 1, 20)),
    counts: need('counts', 'choice.missing', oneOf(counting, typed.counts), 'best'),
    passMark: optional('passMark', 'passMark.range', typed.passMark, percentOf),
    explanations: need('explanations', 'choice.missing', oneOf(explaining, typed.explanations), 'submitted'),
    lateRule: need('lateRule', 'choice.missing', oneOf(lateRules, typed.lateRule), 'count'),
    shuffleItems: typed.shuffleItems, shuffleOptions: typed.shuffleOptions, certificate: typed.certificate,
    ranking: typed.ranking, guessAsked: typed.guessAsked, tieBreaks: tiesFrom(typed.tie),
  };
  return { value, problems: [...problems, ...(problems.length === 0 ? wrongRules(value) : [])] };
}

export function readQuizForm(typed: TypedQuiz): Result<QuizForm> {
  const rules = readRules(typed);
  const sittings = readSittings(typed.sittings);
  const problems = [...rules.problems, ...sittings.problems];
  if (problems.length > 0) return failed(...problems);
  return ok({ ...rules.value, sittings: sittings.value, seen: typed.seen });
}

/** Problems `note.missing`, `note.long`; for a cancelling likewise with `reason`. */
export function readWords(field: 'note' | 'reason', typed: TypedQuiz): Result<string> {
  const text = typed[field].trim();
  if (text === '') return failed({ field, code: `${field}.missing` });
  return text.length > 1_000 ? failed({ field, code: `${field}.long` }) : ok(text);
}

export function readQuizQuery(params: URLSearchParams): QuizQuery {
  const state = quizStates.find((each): each is QuizState => each === params.get('state')) ?? null;
  const page = whole(params.get('page') ?? '1', 1, 10_000) ?? 1;
  return { q: normaliseLine(params.get('q') ?? '').slice(0, 200), state, page };
}
