import { addDays, type Day } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { characters, hasLetters, normalise, normaliseLine } from '#platform/text/normalise.ts';
import { detectLegacy } from '#platform/text/legacy.ts';
import { isAgencyTab, type AgencyQuery } from '../rules/agency-queue.ts';
import { answerLimits, LEAST_REASONS, promised, promiseFault } from '../rules/answer.ts';
import { isOutcome, type Outcome } from '../rules/states.ts';

const MAX_PAGE = 5_000;

/** Anything may stand in an address; what cannot be read is left out instead of refused. */
export function readAgencyQuery(params: URLSearchParams): AgencyQuery {
  const tab = params.get('tab');
  const page = Number(params.get('page'));
  return {
    tab: isAgencyTab(tab) ? tab : 'todo',
    page: Number.isSafeInteger(page) && page > 0 ? Math.min(page, MAX_PAGE) : 1,
  };
}

/** A form as it was typed: what cannot be read comes back into its fields. */
export type MilestoneValues = { title: string; due: string };
export type AnswerValues = { outcome: string; text: string; version: number; milestones: MilestoneValues[] };
export type AnswerInput = { outcome: Outcome; text: string; milestones: { title: string; due: Day }[] };

const given = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
/** The state of a row that a form showed: 0 when it showed none. */
const number = (form: FormData, name: string): number => {
  const value = Number(given(form, name) || 0);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
};

/** @returns a day, null for an empty field, undefined for what is no day; `2026-12-01` and `1/12/2026` are both read */
export function readDay(typed: string): Day | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [year, month, date] = iso ? iso.slice(1) : local ? local.slice(1).reverse() : [];
  if (!year || !month || !date) return undefined;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = Date.parse(`${day}T00:00:00Z`);
  // 31/02 would silently become a day of March.
  return Number.isNaN(at) || addDays(day, 0) !== day ? undefined : day;
}

export function readAnswerValues(form: FormData): AnswerValues {
  const milestones: MilestoneValues[] = [];
  for (let index = 0; index < answerLimits.milestones && form.has(`milestone.${index}.title`); index += 1) {
    const field = (name: string) => given(form, `milestone.${index}.${name}`);
    milestones.push({ title: field('title'), due: field('due') });
  }
  return { outcome: given(form, 'outcome'), text: given(form, 'text'), version: number(form, 'version'), milestones };
}

/** Adds an empty row, or takes one away (`drop.2`), for those without JavaScript as well. */
export function changeRows(values: AnswerValues, wish: unknown): AnswerValues {
  const { milestones } = values;
  const dropped = /^drop\.(\d{1,2})$/.exec(String(wish))?.[1];
  if (dropped !== undefined) return { ...values, milestones: milestones.filter((_, index) => index !== Number(dropped)) };
  if (milestones.length >= answerLimits.milestones) return values;
  return { ...values, milestones: [...milestones, { title: '', due: '' }] };
}

/** Words of an agency: there, written in letters, within their length, in Unicode. `missing` names their absence. */
function wordProblems(field: string, text: string, max: number, missing: string): Problem[] {
  if (text === '') return [{ field, code: missing }];
  if (!hasLetters(text)) return [{ field, code: 'noWords' }];
  // The database counts code points; a Khmer cluster or an emoji is one character and several of those.
  if (characters(text) > max || [...text].length > 2 * max) return [{ field, code: 'tooLong', values: { max } }];
  return detectLegacy(text) ? [{ field, code: 'legacyFont' }] : [];
}

function readMilestone(typed: MilestoneValues, index: number, today: Day): Result<AnswerInput['milestones'][number] | null> {
  const title = normaliseLine(typed.title);
  const due = readDay(typed.due);
  if (title === '' && due === null) return ok(null);
  const field = (name: string) => `milestone.${index}.${name}`;
  const problems = wordProblems(field('title'), title, answerLimits.title, 'milestone.empty');
  const fault = due === null ? 'due.missing' : due === undefined ? 'due.unreadable' : promiseFault(due, today);
  if (fault) problems.push({ field: field('due'), code: fault });
  return problems.length > 0 ? failed(...problems) : ok({ title, due: due as Day });
}

/**
 * An answer to be kept as a draft or, `complete`, to be laid before the leadership: then what is taken up has
 * milestones, and what is not has its reasons.
 */
export function readAnswer(values: AnswerValues, today: Day, { complete }: { complete: boolean }): Result<AnswerInput> {
  const text = normalise(values.text);
  const outcome = isOutcome(values.outcome) ? values.outcome : undefined;
  const problems: Problem[] = [
    ...(outcome ? [] : [{ field: 'outcome', code: 'outcome.choose' }]),
    ...wordProblems('text', text, answerLimits.text, 'answer.empty'),
  ];
  const rows = values.milestones.map((row, index) => readMilestone(row, index, today));
  // Rows that will not be published need not be right.
  for (const row of outcome ? promised(outcome, rows) : rows) if (!row.ok) problems.push(...row.problems);
  const milestones = rows.flatMap((row) => (row.ok && row.value ? [row.value] : []));
  if (complete && outcome && problems.length === 0) problems.push(...incomplete(outcome, text, milestones.length));
  if (problems.length > 0 || !outcome) return failed(...problems);
  return ok({ outcome, text, milestones: [...milestones] });
}

function incomplete(outcome: Outcome, text: string, milestones: number): Problem[] {
  if (outcome === 'adopted') return milestones > 0 ? [] : [{ field: 'milestone.0.title', code: 'milestone.none' }];
  const short = characters(text) < LEAST_REASONS;
  return short ? [{ field: 'text', code: 'answer.reasons', values: { least: LEAST_REASONS } }] : [];
}

const readText = (form: FormData, field: string, max: number, missing: string): Result<string> => {
  const text = normalise(given(form, field));
  const problems = wordProblems(field, text, max, missing);
  return problems.length > 0 ? failed(...problems) : ok(text);
};
const readDate = (form: FormData, field: string): Result<Day> => {
  const day = readDay(given(form, field));
  return day ? ok(day) : failed({ field, code: day === null ? 'due.missing' : 'due.unreadable' });
};

export type DraftCommand = { input: AnswerInput; version: number; submit: boolean };
const readDraft = (form: FormData, today: Day, submit: boolean): Result<DraftCommand> => {
  const values = readAnswerValues(form);
  const read = readAnswer(values, today, { complete: submit });
  return read.ok ? ok({ input: read.value, version: values.version, submit }) : read;
};
export const readDraftToSave = (form: FormData, today: Day) => readDraft(form, today, false);
export const readDraftToSubmit = (form: FormData, today: Day) => readDraft(form, today, true);

/** The state of the draft that a form without words of its own has shown. */
export const readVersion = (form: FormData): Result<number> => ok(number(form, 'version'));

/** What has to be changed before a draft can be approved. */
export type Return = { version: number; note: string };
export function readReturn(form: FormData): Result<Return> {
  const note = readText(form, 'returnNote', answerLimits.note, 'return.empty');
  return note.ok ? ok({ version: number(form, 'version'), note: note.value }) : note;
}

/** As what the approving person signs: "Giám đốc", "KT. Giám đốc, Phó Giám đốc". */
export type Approval = { version: number; signerTitle: string };
export function readApproval(form: FormData): Result<Approval> {
  const title = readText(form, 'signerTitle', answerLimits.signer, 'signer.empty');
  return title.ok ? ok({ version: number(form, 'version'), signerTitle: normaliseLine(title.value) }) : title;
}

/** The reason is read by everyone; `from` is the due day that the form showed. */
export type ExtensionInput = { from: Day; to: Day; reason: string };
export function readExtension(form: FormData): Result<ExtensionInput> {
  const to = readDate(form, 'to');
  const reason = readText(form, 'reason', answerLimits.reason, 'extension.reason');
  if (to.ok && reason.ok) return ok({ from: given(form, 'from'), to: to.value, reason: reason.value });
  return failed(...problemsOf(to, reason));
}

export type MilestoneDone = { milestone: number; on: Day; note: string | null };
export function readMilestoneDone(form: FormData): Result<MilestoneDone> {
  const on = readDate(form, 'doneOn');
  const none = normalise(given(form, 'doneNote')) === '';
  const note: Result<string | null> = none ? ok(null) : readText(form, 'doneNote', answerLimits.note, 'noWords');
  if (on.ok && note.ok) return ok({ milestone: number(form, 'milestone'), on: on.value, note: note.value });
  return failed(...problemsOf(on, note));
}

export type MilestoneMove = { milestone: number; from: Day; to: Day; reason: string };
export function readMilestoneMove(form: FormData, today: Day): Result<MilestoneMove> {
  const to = readDate(form, 'moveTo');
  const reason = readText(form, 'moveReason', answerLimits.reason, 'extension.reason');
  const fault = to.ok ? promiseFault(to.value, today) : undefined;
  if (fault) return failed({ field: 'moveTo', code: fault }, ...problemsOf(reason));
  if (!to.ok || !reason.ok) return failed(...problemsOf(to, reason));
  return ok({ milestone: number(form, 'milestone'), from: given(form, 'from'), to: to.value, reason: reason.value });
}

const problemsOf = (...results: Result<unknown>[]): Problem[] =>
  results.flatMap((result) => (result.ok ? [] : result.problems));
