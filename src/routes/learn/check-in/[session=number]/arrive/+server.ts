import { json } from '@sveltejs/kit';
import { checkIn, isRefusal, readCodeBody } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { readJson } from '../../../../sign-in/passkey/answers.ts';
import { scanOf } from '../../arrival.ts';
import type { RequestHandler } from './$types';

/** A code that a phone kept while it had no network. */
export const POST: RequestHandler = async (event) => {
  const { actor, now, t } = event.locals;
  if (actor.kind !== 'person') return json({ code: 'signIn' }, { status: 401 });
  const code = readCodeBody(await readJson(event.request));
  const result = await checkIn(runtime(), scanOf(event, code), { actor, late: true });
  const at = now.toISOString();
  if (!result.ok) return json({ at, final: true, text: t.dynamic(`study.problem.${result.problems[0]?.code}`) });
  const { verdict } = result.value;
  return json({ at, final: isRefusal(verdict), text: t.dynamic(`study.checkIn.verdict.${verdict}`, { at: '' }) });
};
