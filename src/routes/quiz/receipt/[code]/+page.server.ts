import { checkReceipt } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const checked = await checkReceipt(runtime(), params.code);
  return { typed: params.code.slice(0, 40), receipt: checked.ok ? checked.value : null };
};
