/** Forms of sessions and of what is said in them. */
import { z } from 'zod';
import type { Instant } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { hasLetters, normalise, normaliseLine } from '#platform/text/normalise.ts';
import { isLanguage, type Language } from '#platform/words/translate.ts';
import { MAX_AGENDA, MAX_ANSWER, MAX_MATERIALS, MAX_MINUTES, MAX_QUESTION, sessionKinds, type SessionKind } from '../rules/session.ts';

export type TypedSession = {
  title: string; kind: string; body: string; bridgedTo: string; venue: string; day: string; from: string; until: string;
  speaker: string; onlineUrl: string; agenda: string; links: string; documents: string[]; bodies: string[]; codes: string;
  clearList: string; seen: string;
};
export type Material = { label: string; documentId: number | null; url: string | null };
export type SessionForm = {
  title: string; kind: SessionKind; body: number; bridgedTo: number | null; venue: string; startsAt: Instant; endsAt: Instant;
  speaker: string; onlineUrl: string | null; agenda: string; links: { label: string; url: string }[]; documents: number[];
  bodies: number[]; codes: { line: number; code: string }[];
  /** Nobody was named anew: those who are invited by name stay. */
  keepsList: boolean; seen: string;
};

const LINES = ['title', 'kind', 'body', 'bridgedTo', 'venue', 'day', 'from', 'until', 'speaker', 'onlineUrl', 'clearList', 'seen'] as const;
const text = (form: FormData, name: string): string => {
  const raw = form.get(name);
  return typeof raw === 'string' ? raw : '';
};
const all = (form: FormData, name: string): string[] => form.getAll(name).map(String).slice(0, 5_000);
const id = (value: string): number | null => (/^[1-9]\d{0,15}$/.test(value) ? Number(value) : null);
const ids = (values: readonly string[]): number[] => [...new Set(values.map(id).filter((each) => each !== null))];

export function readTypedSession(form: FormData): TypedSession {
  const lines = Object.fromEntries(LINES.map((name) => [name, normaliseLine(text(form, name)).slice(0, 1_000)]));
  return {
    ...(lines as Pick<TypedSession, (typeof LINES)[number]>),
    agenda: normalise(text(form, 'agenda')).slice(0, MAX_AGENDA + 1),
    links: normalise(text(form, 'links')).slice(0, 20_000),
    codes: normalise(text(form, 'codes')).slice(0, 500_000),
    documents: all(form, 'documents'),
    bodies: all(form, 'bodies'),
  };
}

const isDay = (value: string): boolean => z.iso.date().safeParse(value).success && value >= '2000-01-01' && value <= '2100-01-01';
/** A clock in Viet Nam, "7:30" or "07:30". */
function momentOf(day: string, clock: string): Instant | null {
  const match = /^([01]?\d|2[0-3])[:hg.]([0-5]\d)$/.exec(clock);
  return isDay(day) && match ? new Date(`${day}T${match[1]!.padStart(2, '0')}:${match[2]}:00+07:00`) : null;
}

function isHttps(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.protocol === 'https:' && url.username === '' && value.length <= 500 && /^https:\/\//.test(value);
}

/** One a line: an address, or words and an address behind them. */
function readLinks(typed: string): Result<SessionForm['links']> {
  const links: SessionForm['links'] = [];
  for (const [at, line] of typed.split('\n').entries()) {
    if (line.trim() === '') continue;
    const match = /^(.*?)\s*(https:\/\/\S+)$/.exec(line.trim());
    if (!match || !isHttps(match[2]!)) return failed({ field: 'links', code: 'links.wrong', values: { line: at + 1 } });
    const label = (match[1] ?? '').replace(/[\s:–-]+$/, '');
    links.push({ label: (label || new URL(match[2]!).hostname).slice(0, 300), url: match[2]! });
  }
  return ok(links);
}

const codesIn = (typed: string): SessionForm['codes'] =>
  typed.split('\n').flatMap((line, at) => {
    const code = (line.split(/[\t;,]/)[0] ?? '').trim().slice(0, 60);
    return code === '' ? [] : [{ line: at + 1, code }];
  });

/**
 * Problems at their fields: `session.title`, `title.long`, `kind.missing`, `body.missing`, `venue.missing`, `venue.long`,
 * `day.missing`, `clock.wrong`, `clock.order`, `speaker.long`, `online.https`, `agenda.long`, `links.wrong` {line},
 * `materials.many`, `codes.many`.
 */
export function readSessionForm(typed: TypedSession): Result<SessionForm> {
  const problems: Problem[] = [];
  const wrong = (field: string, code: string) => problems.push({ field, code });
  const kind = sessionKinds.find((each) => each === typed.kind);
  const body = id(typed.body);
  const startsAt = momentOf(typed.day, typed.from);
  const endsAt = momentOf(typed.day, typed.until);
  const links = readLinks(typed.links);
  const documents = ids(typed.documents);
  const codes = codesIn(typed.codes);
  if (typed.title === '') wrong('title', 'session.title');
  if (typed.title.length > 300) wrong('title', 'title.long');
  if (!kind) wrong('kind', 'kind.missing');
  if (body === null) wrong('body', 'body.missing');
  if (typed.venue === '') wrong('venue', 'venue.missing');
  if (typed.venue.length > 400) wrong('venue', 'venue.long');
  if (!isDay(typed.day)) wrong('day', 'day.missing');
  else if (!startsAt) wrong('from', 'clock.wrong');
  else if (!endsAt) wrong('until', 'clock.wrong');
  else if (endsAt <= startsAt) wrong('until', 'clock.order');
  if (typed.speaker.length > 200) wrong('speaker', 'speaker.long');
  if (typed.onlineUrl !== '' && !isHttps(typed.onlineUrl)) wrong('onlineUrl', 'online.https');
  if (typed.agenda.length > MAX_AGENDA) wrong('agenda', 'agenda.long');
  if (!links.ok) problems.push(...links.problems);
  else if (links.value.length + documents.length > MAX_MATERIALS) wrong('links', 'materials.many');
  if (codes.length > 5_000) wrong('codes', 'codes.many');
  if (problems.length > 0 || !links.ok) return failed(...problems);
  return ok({
    title: typed.title, kind: kind!, body: body!, bridgedTo: kind === 'bridge' ? id(typed.bridgedTo) : null, venue: typed.venue,
    startsAt: startsAt!, endsAt: endsAt!, speaker: typed.speaker, onlineUrl: typed.onlineUrl || null, agenda: typed.agenda,
    links: links.value, documents, bodies: ids(typed.bodies), codes,
    keepsList: codes.length === 0 && typed.clearList === '', seen: typed.seen,
  });
}

export type TypedWords = { text: string; question: string; named: string; reason: string };
/** Whatever is said in a session: a question, an answer, the minutes, a reason. */
export const readTypedWords = (form: FormData): TypedWords => ({
  text: normalise(text(form, 'text')).slice(0, MAX_MINUTES + 1),
  question: normaliseLine(text(form, 'question')),
  named: normaliseLine(text(form, 'named')),
  reason: normaliseLine(text(form, 'reason')).slice(0, 1_001),
});

const said = (value: string, most: number): Result<string> => {
  if (value.trim() === '') return failed({ field: 'text', code: 'text.missing' });
  if (value.length > most) return failed({ field: 'text', code: 'text.long', values: { most } });
  return ok(value);
};
/** Problems `text.missing`, `text.long` {most}, `text.letters`. */
export function readQuestionWords({ text: value, named }: TypedWords): Result<{ text: string; named: boolean }> {
  const question = said(value, MAX_QUESTION);
  if (!question.ok) return question;
  if (!hasLetters(question.value)) return failed({ field: 'text', code: 'text.letters' });
  return ok({ text: question.value, named: named !== '' });
}
/** Problems as for a question, and `question.missing`. */
export function readAnswerWords({ text: value, question }: TypedWords): Result<{ question: number; text: string }> {
  const answer = said(value, MAX_ANSWER);
  if (!answer.ok) return answer;
  const about = id(question);
  return about === null ? failed({ code: 'question.missing' }) : ok({ question: about, text: answer.value });
}
export const readMinutesWords = ({ text: value }: TypedWords): Result<string> => said(value, MAX_MINUTES);
/** Which question, and why. Problems: `question.missing`, `reason.missing`, `reason.long`. */
export function readHiding({ question, reason }: TypedWords): Result<{ question: number; reason: string }> {
  const about = id(question);
  if (about === null) return failed({ code: 'question.missing' });
  if (reason === '') return failed({ field: 'reason', code: 'reason.missing' });
  return reason.length > 500 ? failed({ field: 'reason', code: 'reason.long' }) : ok({ question: about, reason });
}
export const readQuestionId = ({ question }: TypedWords): Result<number> => {
  const about = id(question);
  return about === null ? failed({ code: 'question.missing' }) : ok(about);
};

/** What a person chose about reminders; the language of the page where none is said. */
export function readChoice(form: FormData, language: Language): { reminders: boolean; language: Language } {
  const chosen = text(form, 'language');
  return { reminders: text(form, 'reminders') !== '', language: isLanguage(chosen) ? chosen : language };
}
