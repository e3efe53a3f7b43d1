import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { printSheet, readSheetPage, readSheetQuery, type AskedRoll } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../desk/signed-in.ts';

export async function sheetPage(event: RequestEvent, asked: AskedRoll) {
  const shown = found(await readSheetPage(runtime(), asked, readSheetQuery(event.url.searchParams), signedIn(event)));
  const taken = event.url.searchParams.get('taken');
  return { shown, origin: event.url.origin, taken: taken === null ? null : Number(taken) || 0 };
}

export const back = (event: RequestEvent, id: number, more = '') =>
  redirect(303, `${event.url.pathname}?n=${id}${event.url.searchParams.get('as') === 'organiser' ? '&as=organiser' : ''}${more}`);

export async function print(event: RequestEvent, asked: AskedRoll) {
  const branch = Number((await event.request.formData()).get('branch')) || null;
  const printed = await printSheet(runtime(), asked, { branch, as: event.url.searchParams.get('as') }, signedIn(event));
  return printed.ok ? back(event, printed.value) : fail(statusOf(printed), { problems: printed.problems });
}
