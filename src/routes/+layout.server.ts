import { shellOf } from '#modules/site/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => ({
  language: locals.language,
  sample: runtime().config.sample !== 'none',
  shell: shellOf({ t: locals.t, canonical: locals.canonical, search: url.search, actor: locals.actor }),
});
