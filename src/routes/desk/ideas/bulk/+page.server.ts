import { redirect } from '@sveltejs/kit';
import { applyBulk, previewBulk, readBulk, readBulkQuery, readTyped, routeChoices } from '#modules/ideas/index.server.ts';
import { both } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../again.ts';
import { found, provenIn, signedIn } from '../../signed-in.ts';
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
    const { step } = readBulkQuery(event.url.searchParams);
    if (!step) redirect(303, event.locals.t.href('/desk/ideas'));
    const form = await event.request.formData();
    const officer = await provenIn(event, form);
    const typed = readTyped(form);
    const ready = both(officer, readBulk(step, typed));
    const report = ready.ok ? await applyBulk(runtime(), ready.value[1].command, ready.value[1].picked, ready.value[0]) : ready;
    return report.ok ? { report: report.value } : again(event, report, { typed });
  },
};
