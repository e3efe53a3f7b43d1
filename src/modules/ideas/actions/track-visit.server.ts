import type { Instant } from '#platform/clock.ts';
import { fileResponse, ownersOf } from '#platform/files/files.server.ts';
import { fieldProblem, ok, type Problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { AuthorForm, AuthorStep } from '../input/track.ts';
import { findIdeaByCode, type IdeaRow } from '../store/idea.server.ts';
import { FILE_OWNER } from './submit.server.ts';
import { openSeal, sealCode, TRACK_COOKIE, TRACK_SECONDS } from './track-cookie.server.ts';
import {
  appealAsAuthor,
  confirmAsAuthor,
  forgetContact,
  openByCode,
  readTrackPage,
  replyAsAuthor,
  withdrawAsAuthor,
  type TrackPage,
} from './track.server.ts';
import { hashCode } from './tracking-code.server.ts';

/** The part of Kit's cookies that is needed here. */
type Cookies = {
  get(name: string): string | undefined;
  set(
    name: string,
    value: string,
    options: { path: string; maxAge: number; httpOnly: boolean; sameSite: 'lax'; secure: boolean },
  ): void;
  delete(name: string, options: { path: string }): void;
};
export type Visitor = { cookies: Cookies; address: string; url: URL; now: Instant };

export type Visit =
  | { kind: 'none' }
  /** Held, but no code of ours: the form is shown again with what was typed. */
  | { kind: 'again'; code: string; problems: Problem[] }
  | { kind: 'open'; page: TrackPage };

function hold({ config }: Runtime, { cookies, url, now }: Visitor, code: string, opened: boolean): void {
  cookies.set(TRACK_COOKIE, sealCode(config.secret, { code, opened }, now), {
    path: '/',
    maxAge: TRACK_SECONDS,
    httpOnly: true,
    // Not strict: who follows the link in a mail of ours while the page is open must not have to type again.
    sameSite: 'lax',
    secure: url.protocol === 'https:',
  });
}

/** Takes a code out of an address, unseen and unchecked; the caller redirects to an address without it. */
export const holdCode = (runtime: Runtime, visitor: Visitor, typed: string): void =>
  hold(runtime, visitor, typed, false);

/** Looks up a code that was sent with a form. Problems: `track.empty`, `track.unknown`, `track.tooMany` {minutes}. */
export async function enterCode(runtime: Runtime, visitor: Visitor, typed: string): Promise<Result<void>> {
  if (typed === '') return fieldProblem('code', 'track.empty');
  const found = await openByCode(runtime, typed, visitor.address, visitor.now);
  if (!found.ok) return found;
  hold(runtime, visitor, typed, true);
  return ok(undefined);
}

/** True while this browser holds a code. */
export const isHolding = ({ config }: Runtime, { cookies, now }: Pick<Visitor, 'cookies' | 'now'>): boolean =>
  openSeal(config.secret, cookies.get(TRACK_COOKIE), now) !== undefined;

/** The idea of the code that this browser holds, with everything its author may see and do. */
export async function visitTrack(runtime: Runtime, visitor: Visitor): Promise<Visit> {
  const { cookies, address, now } = visitor;
  const held = openSeal(runtime.config.secret, cookies.get(TRACK_COOKIE), now);
  if (!held) return { kind: 'none' };
  const found = held.opened
    ? await knownIdea(runtime, held.code)
    : await openByCode(runtime, held.code, address, now);
  if (!found.ok) {
    leaveTrack(visitor);
    return { kind: 'again', code: held.code, problems: found.problems };
  }
  // Each page read keeps the code for another two hours, so that nobody loses it while writing.
  hold(runtime, visitor, held.code, true);
  return { kind: 'open', page: await readTrackPage(runtime.db, found.value, held.code, now) };
}

/** "This is not my device": the browser forgets the code, and what the page after sending had kept. */
export function leaveTrack({ cookies }: Pick<Visitor, 'cookies'>): void {
  cookies.delete(TRACK_COOKIE, { path: '/' });
  cookies.delete('sent', { path: '/' });
}

async function knownIdea({ db }: Runtime, code: string): Promise<Result<IdeaRow>> {
  const idea = await findIdeaByCode(db, hashCode(code) ?? '00'.repeat(32));
  return idea ? ok(idea) : fieldProblem('code', 'track.unknown');
}

/**
 * One form of the tracking page, for the idea of the held code. Problems: those of the form, `track.closed` when this
 * browser no longer holds a code, `step.notAllowed`, `appeal.open`.
 */
export async function actAsAuthor(
  runtime: Runtime,
  visitor: Pick<Visitor, 'cookies' | 'now'>,
  step: AuthorStep,
  form: AuthorForm,
): Promise<Result<void>> {
  const held = openSeal(runtime.config.secret, visitor.cookies.get(TRACK_COOKIE), visitor.now);
  if (!held) return fieldProblem('code', 'track.closed');
  if (!form.step.ok) return form.step;
  const { text, done } = form.step.value;
  const { code } = held;
  const { now } = visitor;
  const taken = await {
    reply: () => replyAsAuthor(runtime, code, text, now),
    appeal: () => appealAsAuthor(runtime, code, text, now),
    confirm: () => confirmAsAuthor(runtime, code, { done, text: text || null }, now),
    withdraw: () => withdrawAsAuthor(runtime, code, now),
    forget: () => forgetContact(runtime, code),
  }[step]();
  return taken.ok ? ok(undefined) : taken;
}

type Asked = { fileId: string; size: string | null; ifNoneMatch: string | null; cookies: Cookies; now: Instant };

/** The author's own pictures and documents, also while nobody else may see them. */
export async function readOwnFile({ db, files, config }: Runtime, asked: Asked): Promise<Response> {
  const missing = new Response(null, { status: 404 });
  const held = openSeal(config.secret, asked.cookies.get(TRACK_COOKIE), asked.now);
  const idea = held?.opened ? await findIdeaByCode(db, hashCode(held.code) ?? '00'.repeat(32)) : undefined;
  if (!idea || idea.quarantinedAt) return missing;
  const owners = await ownersOf(db, asked.fileId);
  const ours = owners.some((one) => one.owner === FILE_OWNER && one.ownerId === String(idea.id));
  if (!ours) return missing;
  const variant = asked.size === null ? 'original' : Number(asked.size);
  return fileResponse(db, files, asked.fileId, variant, { shared: false, ifNoneMatch: asked.ifNoneMatch });
}
