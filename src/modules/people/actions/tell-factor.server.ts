import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMail } from '#platform/mail/mail.server.ts';
import { translator } from '#platform/words/translate.ts';
import { factorsOf } from '../store/factor.server.ts';
import type { Ground } from './authentication.server.ts';

/** Changes of how somebody signs in; each has its words `people.desk.act.<act>` and `people.factorMail.<act>`. */
export type FactorAct =
  | 'app.set'
  | 'app.removed'
  | 'passkey.added'
  | 'passkey.removed'
  | 'codes.renewed'
  | 'codes.used'
  | 'provider.linked'
  | 'provider.unlinked'
  | 'factors.cleared';

type News = { config: Ground['config']; personId: string; act: FactorAct; name?: string; now: Instant };

/** A mail to the person in the caller's transaction; whoever has no address reads it on the page of sign-in. */
export async function tellOfFactor(tx: Db, { config, personId, act, name = '', now }: News): Promise<void> {
  const person = await factorsOf(tx, personId);
  if (!person?.email || !isMailAddress(person.email)) return;
  const t = translator('vi');
  const paragraphs = [
    t('people.factorMail.greeting', { name: person.name }),
    t.dynamic(`people.factorMail.${act}`, { name }),
    t('people.factorMail.notYou', { url: config.publicOrigin + t.href('/me/security') }),
  ];
  const mail = { to: person.email, subject: t('people.factorMail.subject'), text: paragraphs.join('\n\n'), language: 'vi' };
  await queueMail(tx, { key: `people.${act}/${personId}/${now.getTime()}`, ...mail }, now);
  await announceMail(tx);
}
