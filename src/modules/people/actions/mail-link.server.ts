import type { Instant } from '#platform/clock.ts';
import type { Config } from '#platform/config.server.ts';
import type { Db } from '#platform/database/client.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMail } from '#platform/mail/mail.server.ts';
import { translator, type Language } from '#platform/words/translate.ts';
import { insertMailLink, type Purpose } from '../store/mail-link.server.ts';
import { hashOfKey, newKey } from './secrets.server.ts';

const paths: Readonly<Record<Purpose, string>> = { password: '/recover/new', email: '/me/email/confirm' };

export type Sending = {
  personId: string;
  name: string;
  to: string;
  purpose: Purpose;
  /** Natural key of the mail. */
  key: string;
  language: Language;
  lastsMs: number;
  now: Instant;
};

/** Makes a link and puts its mail into the outbox, in the caller's transaction. The secret is in the mail only. */
export async function sendLink(tx: Db, { publicOrigin }: Pick<Config, 'publicOrigin'>, sending: Sending): Promise<void> {
  const { personId, name, to, purpose, key, language, lastsMs, now } = sending;
  const secret = newKey();
  const expiresAt = new Date(now.getTime() + lastsMs);
  await insertMailLink(tx, { personId, purpose, secretHash: hashOfKey(secret), address: to, now, expiresAt });
  const t = translator(language);
  const url = `${publicOrigin}${t.href(`${paths[purpose]}?link=${secret}`)}`;
  const text =
    purpose === 'password' ? t('people.recover.mail.text', { name, url }) : t('people.email.mail.text', { name, url });
  const subject = purpose === 'password' ? t('people.recover.mail.subject') : t('people.email.mail.subject');
  await queueMail(tx, { key, to, subject, text, language, secret: true }, now);
  await announceMail(tx);
}

export type News = 'password' | 'email' | 'emailTaken';

/** Tells the owner of an address what has happened to an account; who has none, or an unproven one, is not told. */
export async function tellOwner(
  tx: Db,
  { what, to, name, key, now }: { what: News; to: string | null; name: string; key: string; now: Instant },
): Promise<void> {
  if (to === null || !isMailAddress(to)) return;
  const t = translator('vi');
  const message = { key, to, subject: t(`people.news.${what}.subject`), text: t(`people.news.${what}.text`, { name }), language: 'vi' };
  await queueMail(tx, message, now);
  await announceMail(tx);
}
