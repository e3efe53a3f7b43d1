import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** A form without script asks `?code=`; the address of a receipt is its code. */
export const load: PageServerLoad = ({ url, locals }) => {
  const code = (url.searchParams.get('code') ?? '').trim().slice(0, 40);
  if (code) redirect(303, locals.t.href(`/quiz/receipt/${encodeURIComponent(code)}`));
};
