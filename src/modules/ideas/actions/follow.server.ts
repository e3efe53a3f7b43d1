import { createHash, createHmac, randomBytes } from 'node:crypto';
import { findPlaces, labelOf, presentPlaces, type PlaceLabel } from '#modules/places/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { addressKey, subjectKey, take } from '#platform/limits/limits.server.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMail } from '#platform/mail/mail.server.ts';
import { failed, fieldProblem, ok, problem, type Problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator } from '#platform/words/translate.ts';
import type { FollowForm } from '../input/follow.ts';
import type { Followed } from '../rules/sentences.ts';
import { visibility } from '../rules/states.ts';
import {
  deleteFollow,
  findByLeave,
  findUnconfirmed,
  markConfirmed,
  putFollow,
  type FollowRow,
  type Target,
} from '../store/follow.server.ts';
import { findIdea } from '../store/idea.server.ts';
import { knownFields } from './fields.server.ts';
import { alreadyLetter, confirmLetter } from './letters.server.ts';

/** Wishes of one neighbourhood (/24 or /64); and mails to one address, whoever asks for them. */
const ASK_RULE = { name: 'ideas.follow', limit: 20, seconds: 3_600 };
const MAIL_RULE = { name: 'ideas.follow.mail', limit: 3, seconds: 86_400 };
/** After this a link no longer confirms; the address goes by the rule `ideas.follows`. */
const CONFIRM_MS = 7 * 86_400_000;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * The secret of the link that ends a subscription. Derived instead of stored, so that each mail can carry it although
 * only its hash is in the database.
 */
export const leaveToken = (secret: string, { email, ideaId, field, placeId }: Target & { email: string }): string =>
  createHmac('sha256', secret)
    .update(`ideas.follow leave\n${email}\n${ideaId ?? ''}\n${field ?? ''}\n${placeId ?? ''}`)
    .digest('base64url');

export type FollowPage = {
  values: Record<string, string>;
  fields: string[];
  idea: { id: number; title: string } | null;
  places: PlaceLabel[];
};

/** What the page shows: an idea that is public, or fields and places to choose from. */
export async function openFollow({ db }: Runtime, form: FollowForm, now: Instant): Promise<FollowPage> {
  const today = dayOf(now);
  const idea = form.idea === null ? undefined : await findIdea(db, form.idea);
  const place = form.place === null ? undefined : await labelOf(db, form.place, today, today);
  const placeText = form.values.placeText ?? place?.name ?? '';
  return {
    values: { ...form.values, ...(placeText ? { placeText } : {}) },
    fields: await knownFields(db),
    idea: idea && visibility(idea) === 'public' ? { id: idea.id, title: idea.title } : null,
    places: form.place === null && form.placeText ? await typedPlaces(db, form, today) : [],
  };
}

const typedPlaces = (db: Db, form: FollowForm, today: Day) =>
  findPlaces(db, { q: form.placeText, today, limit: 6 });

export type Asking = { address: string; now: Instant };

/**
 * Notes the wish and sends one mail with a link; nothing else is sent before the link was confirmed. The answer is
 * the same for every address, known or not, so that nobody finds out who follows what.
 * Problems: of the fields; `idea.notPublic`, `place.unknown`, `tooMany` {minutes}.
 */
export async function askToFollow(runtime: Runtime, form: FollowForm, asking: Asking): Promise<Result<void>> {
  const { db } = runtime;
  const { now } = asking;
  const target = await targetOf(db, form, dayOf(now));
  const problems: Problem[] = target.ok ? [] : [...target.problems];
  if (!form.email.ok) problems.unshift(...form.email.problems);
  else if (!isMailAddress(form.email.value)) problems.unshift({ field: 'email', code: 'email.invalid' });
  if (!target.ok || !form.email.ok || problems.length > 0) return failed(...problems);
  const taken = await take(db, { rule: ASK_RULE, key: await addressKey(db, asking.address, now), now });
  if (!taken.allowed) return problem('tooMany', { minutes: Math.max(1, Math.ceil(taken.retryAfter / 60)) });
  const email = form.email.value;
  const mails = await take(db, { rule: MAIL_RULE, key: await subjectKey(db, `follow ${email}`, now), now });
  // A robot that fills in every field, and an address that has had its mails today, hear the same as everybody.
  if (form.trapped || !mails.allowed) return ok(undefined);
  await noteWish(runtime, { ...target.value, email, language: form.language }, now);
  return ok(undefined);
}

async function targetOf(db: Db, form: FollowForm, today: Day): Promise<Result<Target>> {
  if (form.idea !== null) {
    const idea = await findIdea(db, form.idea);
    if (!idea || visibility(idea) !== 'public') return problem('idea.notPublic');
    return ok({ ideaId: idea.id, field: null, placeId: null });
  }
  const field = form.field && (await knownFields(db)).includes(form.field) ? form.field : null;
  if (form.field && !field) return fieldProblem('field', 'field.choose');
  let placeId = form.place;
  if (placeId === null && form.placeText) {
    const places = await typedPlaces(db, form, today);
    if (places.length !== 1) return fieldProblem('place', 'place.unknown');
    placeId = places[0]?.id ?? null;
  }
  if (placeId === null) return ok({ ideaId: null, field, placeId });
  if (!(await labelOf(db, placeId, today, today))) return fieldProblem('place', 'place.unknown');
  // Who names a commune by its old name wants what happens there today.
  const present = await presentPlaces(db, placeId, today);
  return ok({ ideaId: null, field, placeId: present.length === 1 ? (present[0] as number) : placeId });
}

type Wish = Target & { email: string; language: FollowForm['language'] };

async function noteWish({ db, config }: Runtime, wish: Wish, now: Instant): Promise<void> {
  const t = translator(wish.language);
  const token = randomBytes(24).toString('base64url');
  const leave = leaveToken(config.secret, wish);
  const what = await describeTarget(db, wish, dayOf(now));
  await db.transaction().execute(async (tx) => {
    const hashes = { confirmHash: sha256(token), leaveHash: sha256(leave) };
    const row = await putFollow(tx, { ...wish, ...hashes, at: now });
    const { origin, key } = { origin: config.publicOrigin, key: `ideas.follow/${row.id}` };
    const letter = row.confirmedAt
      ? alreadyLetter(t, what, origin + t.href(`/ideas/follow/leave?token=${leave}`))
      : confirmLetter(t, what, origin + t.href(`/ideas/follow/confirm?token=${token}`));
    const once = row.confirmedAt ? `already/${dayOf(now)}` : `confirm/${hashes.confirmHash.slice(0, 16)}`;
    await queueMail(tx, { ...letter, key: `${key}/${once}`, to: wish.email, language: wish.language }, now);
    await announceMail(tx);
  });
}

/** Names of what is followed, for pages and mails. */
export async function describeTarget(db: Db, target: Target, today: Day): Promise<Followed> {
  const idea = target.ideaId === null ? undefined : await findIdea(db, target.ideaId);
  const label = target.placeId === null ? undefined : await labelOf(db, target.placeId, today, today);
  const shown = idea && visibility(idea) === 'public' ? idea.title : `#${target.ideaId}`;
  return { title: target.ideaId === null ? null : shown, field: target.field, place: label?.short ?? null };
}

const describeRow = async (db: Db, row: FollowRow | undefined, now: Instant): Promise<Followed | null> =>
  row ? describeTarget(db, row, dayOf(now)) : null;

/** What a link of a mail would confirm; reading it changes nothing, because mail scanners open every link. */
export const readWish = async ({ db }: Runtime, token: string, now: Instant): Promise<Followed | null> =>
  describeRow(db, await findUnconfirmed(db, sha256(token), new Date(now.getTime() - CONFIRM_MS)), now);

/** The press of the button behind the link. Problem: `follow.used` (or too old, or never ours). */
export async function confirmFollow({ db }: Runtime, token: string, now: Instant): Promise<Result<void>> {
  const since = new Date(now.getTime() - CONFIRM_MS);
  return (await markConfirmed(db, sha256(token), since, now)) ? ok(undefined) : problem('follow.used');
}

/** What a link would end; null when it has ended before. */
export const readSubscription = async ({ db }: Runtime, token: string, now: Instant): Promise<Followed | null> =>
  describeRow(db, await findByLeave(db, sha256(token)), now);

/** Ends a subscription. Doing it twice, or with a link of nobody, changes nothing and says the same. */
export const leaveFollow = ({ db }: Runtime, token: string): Promise<void> => deleteFollow(db, sha256(token));
