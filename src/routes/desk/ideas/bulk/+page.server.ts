import { fail, redirect } from '@sveltejs/kit';
import { applyBulk, previewBulk, readBulk, readBulkQuery, readTyped, routeChoices } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const officer = signedIn(event);
  const { step, picked, back } = readBulkQuery(event.url.searchParams);
  if (!step || picked.length === 0) redirect(303, event.locals.t.href(`/desk/ideas?${back}`));
  const previews = found(await previewBulk(runtime(), step, picked, officer));
  return { step, previews, back, bodies: step === 'route' ? await routeChoices(runtime(), officer) : null };
};

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const { step } = readBulkQuery(event.url.searchParams);
    if (!step) redirect(303, event.locals.t.href('/desk/ideas'));
    const typed = readTyped(await event.request.formData());
    const read = readBulk(step, typed);
    const report = read.ok ? await applyBulk(runtime(), read.value.command, read.value.picked, officer) : read;
    return report.ok ? { report: report.value } : fail(statusOf(report), { typed, problems: report.problems });
  },
};
