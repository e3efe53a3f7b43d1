import { fail, type RequestEvent } from '@sveltejs/kit';
import { applySheet, previewSheet, readTypedSheet, type AskedRoll } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn, statusOf } from '../../desk/signed-in.ts';
import { back } from './sheet.ts';

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
