import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readRestForm, takeRest, type AskedRoll } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../desk/again.ts';
import { signedIn } from '../../desk/signed-in.ts';
import { asOf } from './list-page.ts';

export async function rest(event: RequestEvent, asked: AskedRoll) {
  const keeper = signedIn(event);
  const read = readRestForm(await event.request.formData());
  const taken = read.ok ? await takeRest(runtime(), asked, { ...read.value, as: asOf(event) }, keeper) : read;
  if (!taken.ok) return again(event, taken, {});
  redirect(303, `${event.url.pathname}?done=rest${asOf(event) ? `&as=${asOf(event)}` : ''}`);
}
