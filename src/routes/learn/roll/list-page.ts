import type { RequestEvent } from '@sveltejs/kit';
import { readRoll, type AskedRoll } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../desk/signed-in.ts';

export const asOf = (event: RequestEvent) => event.url.searchParams.get('as');

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
