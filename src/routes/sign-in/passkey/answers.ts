import { error, json } from '@sveltejs/kit';
import { refusalOf } from '#modules/people/index.server.ts';
import type { Failed } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';

/** Only what a script of ours can send: the name of the site is the browser's word, and the type is no form's. */
export async function readJson(request: Request): Promise<unknown> {
  if (request.headers.get('origin') !== new URL(request.url).origin) error(403, 'origin');
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) error(415, 'application/json');
  return request.json().catch(() => undefined);
}

/** An expected failure in the reader's words. */
export function refused(failed: Failed, t: Translate): Response {
  const { status, retryAfter } = refusalOf(failed);
  const [first] = failed.problems;
  const headers = retryAfter ? { 'retry-after': String(retryAfter) } : undefined;
  return json({ message: t.dynamic(`people.problem.${first?.code}`, first?.values) }, { status, ...(headers ? { headers } : {}) });
}
