import { json, type RequestEvent } from '@sveltejs/kit';
import { isRefusal, readTaps, takeTaps, type AskedRoll } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { statusOf } from '../../desk/signed-in.ts';
import { readJson } from '../../sign-in/passkey/answers.ts';
import { asOf } from './list-page.ts';

/** What devices send: an answer for each tap, in the reader's words. */
export async function takeMarks(event: RequestEvent, asked: AskedRoll): Promise<Response> {
  const { actor, now, t } = event.locals;
  if (actor.kind !== 'person') return json({ code: 'signIn' }, { status: 401 });
  const read = readTaps(await readJson(event.request));
  const taken = read.ok ? await takeTaps(runtime(), asked, { ...read.value, as: asOf(event) }, { actor, now }) : read;
  if (!taken.ok) return json({ code: taken.problems[0]?.code }, { status: statusOf(taken) });
  const told = taken.value.map(({ id, verdict, standing }) => ({
    id, verdict, final: isRefusal(verdict), why: t.dynamic(`study.desk.roll.verdict.${verdict}`), 
    // Taken back: nothing stands any more.
    ...(standing ? { outcome: standing.outcome } : verdict === 'counts' ? { outcome: null } : {}),
  }));
  return json({ at: now.toISOString(), told });
}
