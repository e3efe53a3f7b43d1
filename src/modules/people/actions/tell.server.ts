/** A mail to whom a decision about roles concerns: the sentence that the page shows, and where to go. */
import { shortDate } from '#platform/text/format.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMails } from '#platform/mail/mail.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator } from '#platform/words/translate.ts';

/** The desk speaks Vietnamese. */
export const vi = translator('vi');

export type News = {
  /** Natural key: `people.grant/7`. */
  key: string;
  to: readonly { name: string; email: string | null }[];
  subject: string;
  sentence: string;
  /** Who decided it. */
  by: string;
  /** What follows from it, where something does. */
  more?: string;
  /** Where to read on; the desk when absent. */
  path?: string;
};

/** In the caller's transaction; whoever has no address is told by whoever decided. */
export async function tell(tx: Db, { config }: Pick<Runtime, 'config'>, news: News, now: Instant): Promise<void> {
  const reached = news.to.filter(({ email }) => email !== null && isMailAddress(email));
  if (reached.length === 0) return;
  const paragraphs = (name: string) => [
    vi('people.desk.mail.greeting', { name }),
    news.sentence,
    news.more,
    news.path
      ? vi('people.desk.mail.read', { url: `${config.publicOrigin}${news.path}` })
      : vi('people.desk.mail.desk', { url: `${config.publicOrigin}${vi.href('/desk')}` }),
    vi('people.desk.mail.signed', { name: news.by, date: shortDate(now) }),
  ];
  const mails = reached.map(({ name, email }) => ({
    key: `${news.key}/${email}`,
    to: email as string,
    subject: news.subject,
    text: paragraphs(name).filter(Boolean).join('\n\n'),
    language: 'vi',
  }));
  await queueMails(tx, mails, now);
  await announceMail(tx);
}
