import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { findPlaces, labelOf, type PlaceLabel } from '#modules/places/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { isUnavailable } from '#platform/database/unavailable.ts';
import { acceptUploads, fromForm } from '#platform/files/files.server.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { createPuzzle, spendPuzzle } from '#platform/limits/puzzle.server.ts';
import type { Problem } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { similarTitles } from '#platform/search/store.server.ts';
import type { Language } from '#platform/words/translate.ts';
import { convertLegacy, limits, readSubmission, type Submission } from '../input/submit.ts';
import { isMatter, isOurs, type Matter } from '../rules/classify.ts';
import { findIdea, supportersOf } from '../store/idea.server.ts';
import { knownFields } from './fields.server.ts';
import { submitIdea } from './submit.server.ts';

export type Sender = { address: string; language: Language; now: Instant };
type SimilarIdea = { id: number; title: string; supporters: number };
/** What the form is shown with again, so that nothing typed is lost. */
export type FormAgain = {
  values: Record<string, string>;
  problems: Problem[];
  similar: SimilarIdea[];
  places: PlaceLabel[];
  hadFiles: boolean;
  converted: boolean;
  puzzle: string | null;
};
export type FormOutcome =
  | { kind: 'sent'; ticket: string }
  | { kind: 'elsewhere'; matter: Matter }
  | { kind: 'again'; status: number; form: FormAgain };
/** What the page after sending shows; carried by a signed cookie of the sender's own browser. */
export type SentTicket = { id: number; code: string; admissibleDue: Day; leaf: string | null };

/** Sendings of one neighbourhood (/24 or /64) that need no proof of work. */
const SEND_RULE = { name: 'ideas.send', limit: 12, seconds: 3_600 };
const PURPOSE = 'ideas.send';
/** A value may be far longer than allowed (the person is told so), but not without end. */
const MAX_VALUE = 120_000;
const FIELDS = ['matter', 'title', 'body', 'field', 'place', 'placeText', 'name', 'email', 'phone', 'consentName',
  'consentContact'];

export async function openForm(runtime: Runtime, params: URLSearchParams) {
  return { fields: await knownFields(runtime.db), idempotencyKey: randomUUID(), from: params.get('from') };
}

/** Receives the form: classifies with the person, checks, keeps files, limits, stores; or shows it again. */
export async function receiveForm(runtime: Runtime, form: FormData, sender: Sender): Promise<FormOutcome> {
  const values = readValues(form);
  const matter = values.matter ?? '';
  if (isMatter(matter) && !isOurs(matter)) return { kind: 'elsewhere', matter };
  try {
    return await receive(runtime, form, values, sender);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    runtime.log.warn({ err: error }, 'an idea could not be stored');
    return again(503, values, form, { problems: [{ code: 'unavailable' }] });
  }
}

async function receive(runtime: Runtime, form: FormData, values: Record<string, string>, sender: Sender) {
  const { db } = runtime;
  const today = dayOf(sender.now);
  const places = await placesFor(db, values, today);
  if (form.get('find') === 'place') return again(200, values, form, { places, problems: placeProblems(values, places) });
  const converted = convertLegacy(values);
  if (converted) Object.assign(values, converted);
  const read = readSubmission(values, await knownFields(db), sender.language);
  const problems = [...(read.ok ? [] : read.problems), ...(await openPlace(db, values, places, today))];
  if (!isMatter(values.matter)) problems.unshift({ field: 'matter', code: 'matter.choose' });
  if (problems.length > 0 || !read.ok || converted) {
    const similar = await similarIdeas(db, values.title ?? '');
    return again(converted && problems.length === 0 ? 200 : 400, values, form, { problems, places, similar, converted: Boolean(converted) });
  }
  const limited = await refuseTooMany(runtime, form, values, sender);
  if (limited) return limited;
  return store(runtime, form, values, read.value, sender);
}

async function store(
  runtime: Runtime,
  form: FormData,
  values: Record<string, string>,
  submission: Submission,
  { now }: Sender,
): Promise<FormOutcome> {
  const uploads = form.getAll('files').filter((entry): entry is File => entry instanceof File).map(fromForm);
  const rules = { kinds: ['image', 'document'], maxBytes: limits.fileMegabytes * 1024 * 1024 } as const;
  const kept = await acceptUploads(runtime.db, runtime.files, uploads, { ...rules, field: 'files', most: limits.files, now });
  if (!kept.ok) return again(400, values, form, { problems: kept.problems });
  const fileIds = kept.value.map((file) => file.id);
  const idempotencyKey = webKey(form, submission);
  const sent = await submitIdea(runtime, { submission, fileIds, channel: 'web', idempotencyKey }, now);
  if (!sent.ok) return again(409, values, form, { problems: sent.problems });
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
 * going back is another. Stored files have new ids at every try, so they are left out of the content.
 */
function webKey(form: FormData, submission: Submission): string {
  const key = String(form.get('idempotencyKey') ?? '').slice(0, 100) || randomUUID();
  return createHmac('sha256', key).update(JSON.stringify(submission)).digest('hex');
}

/** Over the limit a sender's device does a small calculation; a filled honeypot asks for the same, never drops. */
async function refuseTooMany(
  runtime: Runtime,
  form: FormData,
  values: Record<string, string>,
  { address, now }: Sender,
): Promise<FormOutcome | undefined> {
  const { db, config } = runtime;
  const taken = await take(db, { rule: SEND_RULE, key: await addressKey(db, address, now), now });
  if (taken.allowed && !form.get('website')) return undefined;
  const answer = form.get('work');
  const spent = await spendPuzzle(db, {
    secret: config.secret,
    purpose: PURPOSE,
    answer: typeof answer === 'string' ? answer : null,
    now,
  });
  if (spent.ok) return undefined;
  const puzzle = JSON.stringify(await createPuzzle({ secret: config.secret, purpose: PURPOSE, now }));
  const minutes = Math.max(1, Math.ceil(taken.retryAfter / 60));
  return again(429, values, form, { problems: [{ code: 'tooMany', values: { minutes } }], puzzle });
}

function readValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of FIELDS) {
    const value = form.get(name);
    if (typeof value === 'string') values[name] = value.slice(0, MAX_VALUE);
  }
  return values;
}

function again(
  status: number,
  values: Record<string, string>,
  form: FormData,
  shown: Partial<FormAgain> & { problems: Problem[] },
): FormOutcome {
  const hadFiles = form.getAll('files').some((file) => file instanceof File && file.size > 0);
  const rest = { similar: [], places: [], converted: false, puzzle: null };
  return { kind: 'again', status, form: { ...rest, ...shown, values, hadFiles } };
}

/** What was typed as a place but not chosen yet. */
const placesFor = async (db: Db, values: Record<string, string>, today: Day): Promise<PlaceLabel[]> =>
  values.placeText && !values.place ? findPlaces(db, { q: values.placeText.slice(0, 100), today, limit: 6 }) : [];

const placeProblems = (values: Record<string, string>, places: PlaceLabel[]): Problem[] =>
  values.placeText && places.length === 0 ? [{ field: 'place', code: 'place.unknown' }] : [];

/** A typed name that is not decided: one meaning is taken, several are offered, none is said. */
async function openPlace(db: Db, values: Record<string, string>, places: PlaceLabel[], today: Day): Promise<Problem[]> {
  if (values.place) {
    return (await labelOf(db, Number(values.place) || 0, today, today)) ? [] : [{ field: 'place', code: 'place.unknown' }];
  }
  if (!values.placeText?.trim()) return [];
  if (places.length === 1) {
    values.place = String(places[0]?.id);
    return [];
  }
  return [{ field: 'place', code: 'place.unknown' }];
}

/** Published ideas whose titles are like this one, with their supporters. */
export async function similarIdeas(db: Db, title: string): Promise<SimilarIdea[]> {
  if (title.trim().length < 5) return [];
  const found = await similarTitles(db, { type: 'idea', title: title.slice(0, 200), limit: 5 });
  const supporters = await supportersOf(db, found.map((one) => Number(one.id)));
  return found.map((one) => ({ id: Number(one.id), title: one.title, supporters: supporters.get(Number(one.id)) ?? 0 }));
}

const sign = (secret: string, text: string) => createHmac('sha256', secret).update(`sent\n${text}`).digest();

function signTicket(secret: string, ticket: SentTicket): string {
  const text = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${text}.${sign(secret, text).toString('base64url')}`;
}

/** The ticket of the sender's own browser; undefined when there is none or it was made by somebody else. */
export function readTicket(runtime: Runtime, cookie: string | undefined): SentTicket | undefined {
  const [text = '', signature = ''] = (cookie ?? '').split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(runtime.config.secret, text);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as SentTicket;
}
