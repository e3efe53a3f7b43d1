import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { needsProof, type Person } from '#modules/people/index.server.ts';
import type { Failed, Result } from '#platform/result.ts';

/** At the desk everybody has signed in; who has not does so first and comes back to the same page. */
export function signedIn({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): { actor: Person; now: Date } {
  const { actor, now, t } = locals;
  if (actor.kind === 'person') return { actor, now };
  redirect(303, `${t.href('/sign-in')}?next=${encodeURIComponent(pageOf(url))}`);
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

/** `?/step` names an action; the page behind it is where to come back to. */
function pageOf(url: URL): string {
  const query = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
  return url.pathname + (query.length > 0 ? `?${new URLSearchParams(query)}` : '');
}

const statuses: Record<string, number> = {
  forbidden: 403,
  'idea.missing': 404,
  'member.missing': 404,
  'import.missing': 404,
  'document.missing': 404,
  'version.missing': 404,
  'step.notAllowed': 409,
  'import.step': 409,
  'import.busy': 409,
  'version.step': 409,
  'version.changed': 409,
};

/** HTTP status of an expected failure; 400 for what can be put right in the form. */
export const statusOf = ({ problems }: Failed): number => statuses[problems[0]?.code ?? ''] ?? 400;

/** What a page shows, or the error page that says why there is none. */
export function found<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  error(statusOf(result), result.problems[0]?.code ?? 'refused');
}
