import { checkCertificate } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

/** Not for search engines: whoever shows a certificate gives its code, nobody else needs to find it. */
export const load: PageServerLoad = async ({ params, setHeaders }) => {
  setHeaders({ 'x-robots-tag': 'noindex', 'cache-control': 'private, no-store' });
  const checked = await checkCertificate(runtime(), params.code);
  return { code: params.code, checked: checked.ok ? checked.value : null };
};
