import { redirect } from '@sveltejs/kit';
import { signOut } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, cookies, locals }) => {
  for (const { name, value, options } of await signOut(runtime(), request.headers))
    cookies.set(name, value, options);
  redirect(303, locals.t.href('/'));
};

/** A link or a prefetch signs nobody out. */
export const GET: RequestHandler = ({ locals }) => redirect(303, locals.t.href('/'));
