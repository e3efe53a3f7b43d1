import { redirect } from '@sveltejs/kit';
import { FORGET, signOut } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, cookies, locals, setHeaders }) => {
  const ended = await signOut(runtime(), request.headers);
  for (const { name, value, options } of ended.cookies) cookies.set(name, value, options);
  if (ended.shared) setHeaders(FORGET);
  redirect(303, locals.t.href('/'));
};

/** A link or a prefetch signs nobody out. */
export const GET: RequestHandler = ({ locals }) => redirect(303, locals.t.href('/'));
