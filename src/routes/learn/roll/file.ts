import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { applyFile, dryRun, readAccepted, readRoll, type AskedRoll } from '#modules/study/index.server.ts';
import { fieldProblem } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../desk/signed-in.ts';

const asOf = (event: RequestEvent) => event.url.searchParams.get('as');

export async function filePage(event: RequestEvent, asked: AskedRoll) {
  const taken = event.url.searchParams.get('taken');
  return { page: found(await readRoll(runtime(), asked, asOf(event), signedIn(event))), taken: taken === null ? null : Number(taken) || 0 };
}

export async function read(event: RequestEvent, asked: AskedRoll) {
  const keeper = signedIn(event);
  const file = (await event.request.formData()).get('file');
  const given = file instanceof File && file.size > 0 ? { bytes: new Uint8Array(await file.arrayBuffer()), as: asOf(event) } : undefined;
  const run = given ? await dryRun(runtime(), asked, given, keeper) : fieldProblem('file', 'file.missing');
  return run.ok ? { run: run.value } : fail(statusOf(run), { problems: run.problems });
}

export async function apply(event: RequestEvent, asked: AskedRoll) {
  const keeper = signedIn(event);
  const accepted = readAccepted(await event.request.formData());
  const taken = accepted.ok ? await applyFile(runtime(), asked, { accepted: accepted.value, as: asOf(event) }, keeper) : accepted;
  if (!taken.ok) return fail(statusOf(taken), { problems: taken.problems });
  const count = taken.value.filter(({ verdict }) => verdict === 'counts').length;
  redirect(303, `${event.url.pathname}?taken=${count}${asOf(event) === 'organiser' ? '&as=organiser' : ''}`);
}
