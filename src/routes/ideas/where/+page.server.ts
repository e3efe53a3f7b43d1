import { isMatter } from '#modules/ideas/index.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
  const stopped = url.searchParams.get('stopped');
  return { stopped: isMatter(stopped) ? stopped : null };
};
