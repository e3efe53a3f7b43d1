import { redirect } from '@sveltejs/kit';
import { safePath } from '#platform/http/safe-path.ts';
import { changeDisplay, displayCookie, usualDisplay, writeDisplay } from '#ui/display.ts';
import type { RequestHandler } from './$types';

const YEAR = 365 * 86_400;

/** Keeps how a person wants pages to look, in their own browser; the usual look needs no cookie. */
export const POST: RequestHandler = async ({ request, cookies, locals, url }) => {
  const form = await request.formData();
  const wanted = writeDisplay(changeDisplay(locals.display, form));
  const secure = url.protocol === 'https:';
  if (wanted === writeDisplay(usualDisplay)) cookies.delete(displayCookie, { path: '/', secure });
  else cookies.set(displayCookie, wanted, { path: '/', maxAge: YEAR, httpOnly: true, sameSite: 'lax', secure });
  redirect(303, safePath(form.get('back')) ?? locals.t.href('/'));
};
