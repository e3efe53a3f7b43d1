import { error } from '@sveltejs/kit';
import { mailFolder, showsFolder } from '#platform/mail/jobs.server.ts';
import { listMails, readMail } from '#platform/mail/mail.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

/** Only on a laptop without a mail server: everybody can read everything here. */
export const load: PageServerLoad = async ({ url }) => {
  const { config } = runtime();
  if (!showsFolder(config)) error(404, 'Not found');
  const id = url.searchParams.get('id');
  return { mails: await listMails(mailFolder(config)), mail: id ? await readMail(mailFolder(config), id) : null };
};
