import { json, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  isRefusal, markId, readRestForm, readRoll, readTapForm, readTaps, takeRest, takeTaps, type AskedRoll,
} from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../desk/again.ts';
import { found, signedIn, statusOf } from '../../desk/signed-in.ts';
import { readJson } from '../../sign-in/passkey/answers.ts';

const asOf = (event: RequestEvent) => event.url.searchParams.get('as');

/** The page of a list: by session, or of a whole campaign. */
export async function listPage(event: RequestEvent, asked: AskedRoll) {
  const { actor, now } = signedIn(event);
  const page = found(await readRoll(runtime(), asked, asOf(event), { actor, now }));
  const people = page.branches.flatMap((branch) => branch.people);
  return {
    page, owner: actor.personId, address: event.url.pathname, q: event.url.searchParams.get('q') ?? '', done: event.url.searchParams.get('done'),
    ids: Object.fromEntries(people.map(({ member }) => [member, crypto.randomUUID()])),
  };
}

export async function mark(event: RequestEvent, asked: AskedRoll) {
  const keeper = signedIn(event);
  const read = readTapForm(await event.request.formData(), keeper.now);
  if (!read.ok) return again(event, read, {});
  // The same button of the same page pressed twice is one mark; another button is another.
  const tap = { ...read.value, id: markId(read.value.id, read.value.outcome, read.value.reason) };
  const taken = await takeTaps(runtime(), asked, { taps: [tap], sentAt: tap.at, as: asOf(event) }, keeper);
  if (!taken.ok) return again(event, taken, {});
  const query = new URLSearchParams([...(asOf(event) ? [['as', asOf(event)!]] : []), ['done', taken.value[0]!.verdict]]);
  redirect(303, `${event.url.pathname}?${query}#p${tap.member}`);
}

export async function rest(event: RequestEvent, asked: AskedRoll) {
  const keeper = signedIn(event);
  const read = readRestForm(await event.request.formData());
  const taken = read.ok ? await takeRest(runtime(), asked, { ...read.value, as: asOf(event) }, keeper) : read;
  if (!taken.ok) return again(event, taken, {});
  redirect(303, `${event.url.pathname}?done=rest${asOf(event) ? `&as=${asOf(event)}` : ''}`);
}

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
