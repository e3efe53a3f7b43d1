/** The mails that left; without a mail server they land in a folder. */
import { join } from 'node:path';
import { listMails, type FolderMail } from '#platform/mail/mail.server.ts';
import { expect } from './test.ts';

const folder = join(process.env.TEST_DATA_DIR ?? '', 'mails');

export const mailsTo = async (address: string): Promise<FolderMail[]> =>
  (await listMails(folder, 1_000)).filter((mail) => mail.to.includes(address));

/** Waits until so many mails have reached an address; the newest first. */
export async function mailsArrived(address: string, count: number): Promise<FolderMail[]> {
  await expect.poll(async () => (await mailsTo(address)).length, { timeout: 60_000 }).toBe(count);
  return mailsTo(address);
}

/** The link in a mail whose path contains a text, as a path of the server under test. */
export function linkIn(mail: FolderMail | undefined, part: string): string {
  const links = mail?.text.match(/https?:\/\/\S+/g) ?? [];
  const found = links.map((link) => new URL(link)).find((link) => link.pathname.includes(part));
  expect(found, `a link to …${part}… in “${mail?.subject}”`).toBeDefined();
  return found ? found.pathname + found.search : '';
}
