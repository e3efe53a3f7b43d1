import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** A typed code leads to the page of the certificate. */
export const load: PageServerLoad = ({ url, locals }) => {
  const code = url.searchParams.get('code')?.trim().slice(0, 80) ?? '';
  if (code !== '') redirect(303, `${locals.t.href('/certificates')}/${encodeURIComponent(code)}`);
  return { code, checked: null };
};
