import { redirect, type RequestEvent } from '@sveltejs/kit';
import { markId, readTapForm, takeTaps, type AskedRoll } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../desk/again.ts';
import { signedIn } from '../../desk/signed-in.ts';
import { asOf } from './list-page.ts';

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
