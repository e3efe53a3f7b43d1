import { error } from '@sveltejs/kit';
import { runtime } from '#platform/runtime.server.ts';
import { drawChart } from '#ui/chart.server.ts';
import { sampleChart } from '#ui/dev/sample-chart.ts';
import type { PageServerLoad } from './$types';

/** The component gallery, for development. */
export const load: PageServerLoad = async ({ locals }) => {
  if (runtime().config.mode !== 'local') error(404, 'Not found');
  return { now: locals.now, chart: await drawChart(sampleChart) };
};
