import { redirect } from '@sveltejs/kit';
import { forgetName } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

/** The device no longer remembers a name. */
export const POST: RequestHandler = async ({ request, cookies, locals }) => {
  const as = (await request.formData()).get('as');
  const { name, value, options } = forgetName(runtime().config, request.headers, typeof as === 'string' ? as : null);
  cookies.set(name, value, options);
  redirect(303, locals.t.href('/sign-in'));
};
