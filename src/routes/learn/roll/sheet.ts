import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  applySheet, previewSheet, printSheet, readSheetPage, readSheetQuery, readTypedSheet, type AskedRoll,
} from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../desk/signed-in.ts';

export async function sheetPage(event: RequestEvent, asked: AskedRoll) {
  const shown = found(await readSheetPage(runtime(), asked, readSheetQuery(event.url.searchParams), signedIn(event)));
  const taken = event.url.searchParams.get('taken');
  return { shown, origin: event.url.origin, taken: taken === null ? null : Number(taken) || 0 };
}

const back = (event: RequestEvent, id: number, more = '') =>
  redirect(303, `${event.url.pathname}?n=${id}${event.url.searchParams.get('as') === 'organiser' ? '&as=organiser' : ''}${more}`);

export async function print(event: RequestEvent, asked: AskedRoll) {
  const branch = Number((await event.request.formData()).get('branch')) || null;
  const printed = await printSheet(runtime(), asked, { branch, as: event.url.searchParams.get('as') }, signedIn(event));
  return printed.ok ? back(event, printed.value) : fail(statusOf(printed), { problems: printed.problems });
}

const typedIn = async (event: RequestEvent) => {
  const typed = readTypedSheet(await event.request.formData());
  return { id: typed.sheet ?? 0, as: event.url.searchParams.get('as'), typed };
};

export async function preview(event: RequestEvent, asked: AskedRoll) {
  const given = await typedIn(event);
  const read = await previewSheet(runtime(), asked, given, signedIn(event));
  if (!read.ok) return fail(statusOf(read), { problems: read.problems, typed: given.typed });
  return { typed: given.typed, preview: { lines: read.value.lines, numbers: read.value.numbers } };
}

export async function apply(event: RequestEvent, asked: AskedRoll) {
  const given = await typedIn(event);
  const taken = await applySheet(runtime(), asked, given, signedIn(event));
  if (!taken.ok) return fail(statusOf(taken), { problems: taken.problems, typed: given.typed });
  return back(event, given.id, `&taken=${taken.value.filter(({ verdict }) => verdict === 'counts').length}`);
}
