import { createHmac, randomUUID } from 'node:crypto';
import { findPlaces, labelOf, type PlaceLabel } from '#modules/places/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { isUnavailable } from '#platform/database/unavailable.ts';
import { acceptUploads, fromForm } from '#platform/files/files.server.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { spendPuzzle } from '#platform/limits/puzzle.server.ts';
import type { Problem } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { fold } from '#platform/text/fold.ts';
import type { FormRead } from '../input/form.ts';
import { isOurs, type Matter } from '../rules/classify.ts';
import { limits, type Submission } from '../rules/submission.ts';
import { findIdea } from '../store/idea.server.ts';
import { knownFields } from './fields.server.ts';
import { similarIdeas, type SimilarIdea } from './similar.server.ts';
import { submitIdea } from './submit.server.ts';
import { signTicket } from './ticket.server.ts';

export type Sender = { address: string; now: Instant };
/** What the form is shown with again, so that nothing typed is lost. */
export type FormAgain = {
  values: Record<string, string>;
  problems: Problem[];
  similar: SimilarIdea[];
  places: PlaceLabel[];
  hadFiles: boolean;
  converted: boolean;
  /** The device has to solve a puzzle before the next sending. */
  work: boolean;
};
export type FormOutcome =
  | { kind: 'sent'; ticket: string }
  | { kind: 'elsewhere'; matter: Matter }
  | { kind: 'again'; status: number; form: FormAgain };

/** Sendings of one neighbourhood (/24 or /64) without, and at the most with, proof of work; and of everybody. */
const SEND_RULE = { name: 'ideas.send', limit: 12, seconds: 3_600 };
const WORK_RULE = { name: 'ideas.send.work', limit: 60, seconds: 3_600 };
const ALL_RULE = { name: 'ideas.send.all', limit: 1_000, seconds: 600 };
export const PUZZLE_PURPOSE = 'ideas.send';

export async function openForm(runtime: Runtime) {
  return { fields: await knownFields(runtime.db), idempotencyKey: randomUUID() };
}

/** Receives the form: classifies with the person, checks, limits, keeps files, stores; or shows it again. */
export async function receiveForm(runtime: Runtime, form: FormRead, sender: Sender): Promise<FormOutcome> {
  if (form.matter && !isOurs(form.matter)) return { kind: 'elsewhere', matter: form.matter };
  try {
    return await receive(runtime, form, sender);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    runtime.log.warn({ err: error }, 'an idea could not be stored');
    return again(503, form, { problems: [{ code: 'unavailable' }] });
  }
}

async function receive(runtime: Runtime, form: FormRead, sender: Sender): Promise<FormOutcome> {
  const { db } = runtime;
  const today = dayOf(sender.now);
  const places = await typedPlaces(db, form.values, today);
  if (form.findPlace) return again(200, form, { places, problems: unfound(form.values, places) });
  const problems = await problemsOf(db, form, places, today);
  if (problems.length > 0 || !form.submission.ok || form.converted) {
    const similar = await similarIdeas(db, form.values.title ?? '');
    return again(problems.length > 0 ? 400 : 200, form, { problems, places, similar });
  }
  const limited = await refuseTooMany(runtime, form, sender);
  if (limited) return limited;
  const only = places.length === 1 ? (places[0]?.id ?? null) : null;
  const submission = form.submission.value;
  return store(runtime, form, { ...submission, place: submission.place ?? only }, sender);
}

async function problemsOf(db: Db, form: FormRead, places: PlaceLabel[], today: Day): Promise<Problem[]> {
  const problems: Problem[] = form.submission.ok ? [] : [...form.submission.problems];
  if (!form.matter) problems.unshift({ field: 'matter', code: 'matter.choose' });
  if (form.submission.ok && !(await knownFields(db)).includes(form.submission.value.field)) {
    problems.push({ field: 'field', code: 'field.choose' });
  }
  const place = form.submission.ok ? form.submission.value.place : null;
  if (place !== null && !(await labelOf(db, place, today, today))) problems.push({ field: 'place', code: 'place.unknown' });
  // A typed name that is not decided: one meaning is taken, several are offered, none is said.
  if (form.values.placeText?.trim() && !form.values.place && places.length !== 1) {
    problems.push({ field: 'place', code: 'place.unknown' });
  }
  return problems;
}

async function store(
  runtime: Runtime,
  form: FormRead,
  submission: Submission,
  { now }: Sender,
): Promise<FormOutcome> {
  const rules = { kinds: ['image', 'document'], maxBytes: limits.fileMegabytes * 1024 * 1024 } as const;
  const uploads = form.files.map(fromForm);
  const kept = await acceptUploads(runtime.db, runtime.files, uploads, { ...rules, field: 'files', most: limits.files, now });
  if (!kept.ok) return again(400, form, { problems: kept.problems });
  const fileIds = kept.value.map((file) => file.id);
  const fileHashes = kept.value.map((file) => file.sha256);
  const idempotencyKey = webKey(form.idempotencyKey, submission);
  const sent = await submitIdea(runtime, { submission, fileIds, fileHashes, channel: 'web', idempotencyKey }, now);
  if (!sent.ok) return again(409, form, { problems: sent.problems });
  const idea = await findIdea(runtime.db, sent.value.id);
  const ticket = {
    id: sent.value.id,
    code: sent.value.trackingCode,
    admissibleDue: idea?.admissibleDue ?? dayOf(now),
    leaf: idea?.ledgerLeaf ?? null,
  };
  return { kind: 'sent', ticket: signTicket(runtime.config.secret, ticket) };
}

/**
 * The form's key together with the text: pressing the button twice is one idea, while a text that was changed after
 * going back is another.
 */
const webKey = (key: string, submission: Submission): string =>
  createHmac('sha256', key || randomUUID()).update(JSON.stringify(submission)).digest('hex');

/** Over the limit a sender's device does a small calculation; a filled trap asks for the same, and never drops. */
async function refuseTooMany(runtime: Runtime, form: FormRead, sender: Sender): Promise<FormOutcome | undefined> {
  const { db, config } = runtime;
  const { now } = sender;
  const key = await addressKey(db, sender.address, now);
  const all = await take(db, { rule: ALL_RULE, key: Buffer.alloc(32), now });
  if (!all.allowed) return tooMany(form, all.retryAfter, false);
  const taken = await take(db, { rule: SEND_RULE, key, now });
  if (taken.allowed && !form.trapped) return undefined;
  const worked = await take(db, { rule: WORK_RULE, key, now });
  if (!worked.allowed) return tooMany(form, worked.retryAfter, false);
  const spent = await spendPuzzle(db, { secret: config.secret, purpose: PUZZLE_PURPOSE, answer: form.puzzle, now });
  return spent.ok ? undefined : tooMany(form, taken.retryAfter, true);
}

const tooMany = (form: FormRead, retryAfter: number, work: boolean): FormOutcome =>
  again(429, form, { problems: [{ code: 'tooMany', values: { minutes: Math.max(1, Math.ceil(retryAfter / 60)) } }], work });

function again(
  status: number,
  form: FormRead,
  shown: Partial<FormAgain> & { problems: Problem[] },
): FormOutcome {
  const { values, converted } = form;
  const hadFiles = form.files.some((file) => file.size > 0);
  return { kind: 'again', status, form: { similar: [], places: [], work: false, ...shown, values, converted, hadFiles } };
}

/**
 * What was typed as a place but not chosen yet. The whole name of a place of today means that one, although former
 * places were called so as well.
 */
async function typedPlaces(db: Db, values: Record<string, string>, today: Day): Promise<PlaceLabel[]> {
  if (!values.placeText || values.place) return [];
  const q = values.placeText.slice(0, 100);
  const found = await findPlaces(db, { q, today, limit: 6 });
  const exact = found.filter((place) => place.relation === 'same' && fold(place.name) === fold(q.trim()));
  return exact.length === 1 ? exact : found;
}

const unfound = (values: Record<string, string>, places: PlaceLabel[]): Problem[] =>
  values.placeText && places.length === 0 ? [{ field: 'place', code: 'place.unknown' }] : [];
