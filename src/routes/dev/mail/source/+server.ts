import { error } from '@sveltejs/kit';
import { mailFolder, showsFolder } from '#platform/mail/jobs.server.ts';
import { readMailSource } from '#platform/mail/mail.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

/** The message exactly as a mail server would get it; as plain text, so that nothing in it runs. */
export const GET: RequestHandler = async ({ url }) => {
  const { config } = runtime();
  const id = url.searchParams.get('id');
  const source = showsFolder(config) && id ? await readMailSource(mailFolder(config), id) : null;
  if (!source) error(404, 'Not found');
  return new Response(new Uint8Array(source), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
