import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import {
  deskLimits,
  isBulkStep,
  isDeskTab,
  MAX_BULK,
  reclassifications,
  type BulkStep,
  type DeskStep,
  type Reclassification,
} from '../rules/desk.ts';
import type { QueueQuery } from '../rules/queue.ts';
import { isRefusalReason, refusalReasons, type RefusalReason } from '../rules/states.ts';
import { readDay } from './answer.ts';
import { textProblems } from './submit.ts';

export type Routing = { lead: number; cooperating: number[]; due: string | null; note: string | null };
/** A decision of an officer, read from the form of its step. */
export type DeskCommand =
  | { step: 'accept' }
  | { step: 'route'; routing: Routing }
  | { step: 'ask'; text: string }
  | { step: 'reword'; wording: { title: string; body: string; note: string } }
  | { step: 'cluster'; grouping: { with: number[]; title: string } }
  | { step: 'duplicate'; duplicate: { of: number; text: string | null } }
  | { step: 'refuse'; refusal: { reason: RefusalReason; text: string } }
  | { step: 'reclassify'; refusal: { reason: Reclassification; text: string } }
  | { step: 'quarantine' };

/** What came in, to be shown again; every field can have come several times. */
export type Typed = Record<string, string[]>;

/** More than any of the fields may have, so that a person is told instead of cut off; never without end. */
const MAX_VALUE = 40_000;

/** All texts of a form, files left out. */
export function readTyped(form: FormData): Typed {
  const typed: Typed = {};
  for (const [name, value] of form) {
    // A field called "constructor" is nobody's: it must not reach what every object has.
    if (typeof value === 'string' && !(name in Object.prototype)) (typed[name] ??= []).push(value.slice(0, MAX_VALUE));
  }
  return typed;
}

const one = (typed: Typed, name: string): string => typed[name]?.[0] ?? '';

/** Ids in addresses and forms: positive whole numbers that the database can hold. */
function readId(value: string): number | undefined {
  const id = Number(value);
  return /^\d{1,15}$/.test(value.trim()) && id > 0 ? id : undefined;
}

/** The newest step that the officer's page showed; undefined when the form does not say. */
export const readSeen = (typed: Typed): number | undefined => readId(one(typed, 'seen'));

/** A text that must be there: its problems under the field's own name. */
function required(typed: Typed, field: string, max: number, problems: Problem[], empty = 'text.empty'): string {
  const text = normalise(one(typed, field));
  if (text === '') problems.push({ field, code: empty });
  else problems.push(...textProblems(field, text, max));
  return text;
}

function optional(typed: Typed, field: string, max: number, problems: Problem[]): string | null {
  const text = normalise(one(typed, field));
  if (text === '') return null;
  problems.push(...textProblems(field, text, max));
  return text;
}

type Reader = (typed: Typed, problems: Problem[]) => DeskCommand | undefined;

const readers: Record<DeskStep, Reader> = {
  accept: () => ({ step: 'accept' }),
  quarantine: () => ({ step: 'quarantine' }),
  ask: (typed, problems) => ({ step: 'ask', text: required(typed, 'text', deskLimits.question, problems) }),
  route: (typed, problems) => {
    const routing = readRouting(typed, problems);
    return routing && { step: 'route', routing };
  },
  reword: (typed, problems) => ({
    step: 'reword',
    wording: {
      title: normaliseLine(required(typed, 'title', deskLimits.title, problems, 'title.empty')),
      body: required(typed, 'body', deskLimits.body, problems, 'body.empty'),
      note: required(typed, 'note', deskLimits.note, problems, 'note.empty'),
    },
  }),
  cluster: (typed, problems) => ({
    step: 'cluster',
    grouping: {
      with: readNumbers(typed, problems),
      title: normaliseLine(required(typed, 'clusterTitle', deskLimits.title, problems, 'title.empty')),
    },
  }),
  duplicate: (typed, problems) => {
    const of = readId(one(typed, 'of').replace(/^#/, ''));
    if (of === undefined) problems.push({ field: 'of', code: 'duplicate.unknown' });
    const text = optional(typed, 'text', deskLimits.note, problems);
    return of === undefined ? undefined : { step: 'duplicate', duplicate: { of, text } };
  },
  refuse: (typed, problems) => {
    const refusal = readRefusal(typed, refusalReasons, problems);
    return refusal && { step: 'refuse', refusal };
  },
  reclassify: (typed, problems) => {
    const refusal = readRefusal(typed, reclassifications, problems);
    return refusal && { step: 'reclassify', refusal };
  },
};

/** The form of one step: the decision, or what has to be put right. */
export function readDeskStep(step: DeskStep, typed: Typed): Result<DeskCommand> {
  const problems: Problem[] = [];
  const command = readers[step](typed, problems);
  return command && problems.length === 0 ? ok(command) : failed(...problems);
}

/** Also of many ideas at once: lead body, those that co-operate, the day and a note for them. */
export function readRouting(typed: Typed, problems: Problem[]): Routing | undefined {
  const lead = readId(one(typed, 'lead'));
  if (lead === undefined) problems.push({ field: 'lead', code: 'lead.choose' });
  const cooperating = [...new Set((typed.cooperating ?? []).flatMap((value) => readId(value) ?? []))];
  if (cooperating.length > deskLimits.cooperating) {
    problems.push({ field: 'cooperating', code: 'cooperating.tooMany', values: { max: deskLimits.cooperating } });
  }
  const due = readDay(one(typed, 'due'));
  if (due === undefined) problems.push({ field: 'due', code: 'due.invalid' });
  const note = optional(typed, 'note', deskLimits.note, problems);
  return lead === undefined ? undefined : { lead, cooperating, due: due ?? null, note };
}

export function readRefusal<R extends RefusalReason>(
  typed: Typed,
  reasons: readonly R[],
  problems: Problem[],
): { reason: R; text: string } | undefined {
  const reason = one(typed, 'reason');
  const known = isRefusalReason(reason) && reasons.includes(reason as R);
  if (!known) problems.push({ field: 'reason', code: 'reason.choose' });
  const text = required(typed, 'text', deskLimits.refusal, problems);
  return known ? { reason: reason as R, text } : undefined;
}

/** Ticked ideas, and numbers typed as "12, #15". */
function readNumbers(typed: Typed, problems: Problem[]): number[] {
  const written = one(typed, 'withText').split(/[\s,;]+/).filter((part) => part !== '');
  const ids = [...(typed.with ?? []), ...written].map((part) => readId(part.replace(/^#/, '')));
  if (ids.includes(undefined)) problems.push({ field: 'withText', code: 'cluster.numbers' });
  const known = [...new Set(ids.filter((id) => id !== undefined))];
  if (known.length > deskLimits.cluster) {
    problems.push({ field: 'withText', code: 'cluster.tooMany', values: { max: deskLimits.cluster } });
  }
  return known.slice(0, deskLimits.cluster);
}

/** The decision about an appeal. */
export function readRuling(typed: Typed): Result<{ granted: boolean; text: string }> {
  const problems: Problem[] = [];
  const ruling = one(typed, 'ruling');
  if (ruling !== 'grant' && ruling !== 'uphold') problems.push({ field: 'ruling', code: 'ruling.choose' });
  const text = required(typed, 'text', deskLimits.refusal, problems);
  return problems.length > 0 ? failed(...problems) : ok({ granted: ruling === 'grant', text });
}

/** To whom a locked-away matter was handed, and the word that they have it. */
export function readHandOver(typed: Typed): Result<{ receiver: string }> {
  const problems: Problem[] = [];
  const receiver = normaliseLine(required(typed, 'receiver', deskLimits.receiver, problems, 'receiver.empty'));
  if (one(typed, 'taken') === '') problems.push({ field: 'taken', code: 'taken.tick' });
  return problems.length > 0 ? failed(...problems) : ok({ receiver });
}

/** An idea in a bulk form: its number and the newest step that the page showed ("12" or "12:345"). */
export type Picked = { id: number; seen: number | null };
export type BulkCommand =
  | { step: 'accept' }
  | { step: 'route'; routing: Routing }
  | { step: 'refuse'; refusal: { reason: RefusalReason; text: string } };

export function readPicked(values: readonly string[]): Picked[] {
  const picked = new Map<number, Picked>();
  for (const value of values) {
    const [number = '', step = ''] = value.split(':');
    const id = readId(number);
    if (id !== undefined) picked.set(id, { id, seen: readId(step) ?? null });
  }
  return [...picked.values()].slice(0, MAX_BULK);
}

/** What is to happen to the ticked ideas, as the address of the preview says it. */
export function readBulkQuery(params: URLSearchParams): { step: BulkStep | null; picked: Picked[]; back: string } {
  const step = params.get('step');
  return { step: isBulkStep(step) ? step : null, picked: readPicked(params.getAll('id')), back: params.get('back') ?? '' };
}

/** What the preview sends: which ideas, and what is to happen to them. */
export function readBulk(step: BulkStep, typed: Typed): Result<{ command: BulkCommand; picked: Picked[] }> {
  const picked = readPicked(typed.id ?? []);
  const read = readDeskStep(step, typed) as Result<BulkCommand>;
  const none: Problem[] = picked.length === 0 ? [{ code: 'bulk.none' }] : [];
  if (!read.ok) return failed(...none, ...read.problems);
  return none.length > 0 ? failed(...none) : ok({ command: read.value, picked });
}

/** Anything may stand in an address; what cannot be read is left out. */
export function readQueueQuery(params: URLSearchParams): QueueQuery {
  const tab = params.get('tab');
  const field = params.get('field') ?? '';
  return {
    tab: isDeskTab(tab) ? tab : 'new',
    q: normaliseLine(params.get('q') ?? '').slice(0, 200),
    field: /^[a-z_]{1,40}$/.test(field) ? field : null,
    body: small(params.get('body')),
    place: small(params.get('place')),
    placeText: normaliseLine(params.get('placeText') ?? '').slice(0, 100),
    page: Math.min(small(params.get('page')) ?? 1, 5_000),
  };
}

/** Ids that must fit PostgreSQL's `int`. */
const small = (value: string | null): number | null => {
  const id = readId(value ?? '');
  return id !== undefined && id < 2 ** 31 ? id : null;
};
