import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { needsProof, proofIn, proofOf, type Person, type ProofWanted } from '#modules/people/index.server.ts';
import { ok, type Failed, type Result } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';

/**
 * At the desk everybody has signed in; who has not does so first and comes back to the same page. Whoever holds roles
 * and has shown no second factor is led to where it is set up: until then the roles do not count.
 */
export function signedIn({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): { actor: Person; now: Date } {
  const { actor, now, t, canonical } = locals;
  const query = `?next=${encodeURIComponent(pageOf(url))}`;
  if (actor.kind !== 'person') redirect(303, t.href('/sign-in') + query);
  if (actor.awaitsFactor && /^\/desk(\/|$)/.test(canonical)) redirect(303, t.href('/me/security') + query);
  return { actor, now };
}

/**
 * Like `signedIn`, for what asks for a fresh proof of who one is (exports, roles, publishing): whoever gave none in the
 * last minutes is led to `/me/prove` and comes back to the same page.
 */
export function proven(event: Pick<RequestEvent, 'locals' | 'url'>): { actor: Person; now: Date } {
  const person = signedIn(event);
  if (!needsProof(person.actor, person.now)) return person;
  redirect(303, `${event.locals.t.href('/me/prove')}?next=${encodeURIComponent(pageOf(event.url))}`);
}

/**
 * For a form that acts: the person, when the proof is fresh or was typed into the form's field `proof`; otherwise the
 * problem `proof.needed` at that field. The form then comes back with everything typed and a `ProofField`, for which
 * `proofWanted` says what to ask (docs/ui.md, "A fresh proof").
 */
export async function provenIn(event: RequestEvent, form: FormData): Promise<Result<{ actor: Person; now: Date }>> {
  const person = signedIn(event);
  const proven = await proofIn(runtime(), { ...person, headers: event.request.headers, form });
  // What comes back to the screen is everything but this.
  form.delete('proof');
  return proven.ok ? ok({ actor: proven.value, now: person.now }) : proven;
}
export const proofWanted = (event: RequestEvent): Promise<ProofWanted> => proofOf(runtime(), signedIn(event));

/** `?/step` names an action; the page behind it is where to come back to. */
function pageOf(url: URL): string {
  const query = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
  return url.pathname + (query.length > 0 ? `?${new URLSearchParams(query)}` : '');
}

const statuses: Record<string, number> = {
  forbidden: 403,
  'proof.needed': 403,
  'idea.missing': 404,
  'member.missing': 404,
  'import.missing': 404,
  'export.missing': 404,
  'document.missing': 404,
  'session.missing': 404,
  'calendar.missing': 404,
  'minutes.missing': 404,
  'sheet.missing': 404,
  'objection.done': 409,
  'campaign.missing': 404,
  'question.missing': 404,
  'quiz.missing': 404,
  'naming.missing': 404,
  'ticket.roster': 403,
  'attempt.unknown': 404,
  'batch.missing': 404,
  'sign.none': 409,
  'sign.changed': 409,
  'sign.already': 409,
  'correction.missing': 404,
  'correction.open': 409,
  'correction.step': 409,
  'code.early': 409,
  'late.changed': 409,
  'late.unknown': 409,
  'grade.missing': 409,
  'grade.changed': 409,
  'quiz.closed': 409,
  'extra.none': 409,
  'review.self': 403,
  'quiz.changed': 409,
  'quiz.step': 409,
  'certificate.missing': 404,
  'certificate.notEarned': 409,
  'limits.busy': 503,
  'media.missing': 404,
  'paper.missing': 404,
  'paper.step': 409,
  'paper.changed': 409,
  'version.missing': 404,
  'body.missing': 404,
  'reorganisation.missing': 404,
  'share.none': 404,
  'reorganisation.notApplied': 404,
  'grant.missing': 404,
  'account.missing': 404,
  'act.missing': 404,
  'body.ended': 409,
  'reorganisation.act': 409,
  'reorganisation.notDraft': 409,
  'reorganisation.changed': 409,
  'reorganisation.returned': 409,
  'place.missing': 404,
  'request.missing': 404,
  'copy.missing': 404,
  'request.own': 403,
  'request.step': 409,
  'request.open': 409,
  'step.notAllowed': 409,
  'import.step': 409,
  'import.busy': 409,
  'export.step': 409,
  'export.own': 403,
  'version.step': 409,
  'session.changed': 409,
  'session.step': 409,
  'campaign.changed': 409,
  'campaign.step': 409,
  'version.changed': 409,
};

/** HTTP status of an expected failure; 400 for what can be put right in the form. */
export const statusOf = ({ problems }: Failed): number => statuses[problems[0]?.code ?? ''] ?? 400;

/** The part of the tree that an address asks for. */
export function bodyIn(url: URL): number | null {
  const typed = url.searchParams.get('body') ?? '';
  return /^[1-9]\d{0,8}$/.test(typed) ? Number(typed) : null;
}

/** What a page shows, or the error page that says why there is none. */
export function found<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  error(statusOf(result), result.problems[0]?.code ?? 'refused');
}
