/** Mails about requests: to the person at each step, to officers when something waits for them. */
import { ancestors, bodyName } from '#modules/organisation/index.server.ts';
import { accountOfSubject, personsWithRole } from '#modules/people/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMail } from '#platform/mail/mail.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { shortDate } from '#platform/text/format.ts';
import { translator } from '#platform/words/translate.ts';
import type { RequestRow } from '../store/request.server.ts';

export type Post = Pick<Runtime, 'config'>;
/** What has just happened to a request. */
export type News = 'received' | 'acknowledged' | 'approved' | 'copied' | 'corrected' | 'erased' | 'refused' | 'taken_back';

const origin = ({ config }: Post): string => config.publicOrigin;

/** Tells the person, in the caller's transaction; whoever has no address finds it on their page. */
export async function tellPerson(tx: Db, post: Post, request: RequestRow, news: News, now: Instant): Promise<void> {
  const account = await accountOfSubject(tx, request.personId);
  if (!account?.email || !isMailAddress(account.email)) return;
  const t = translator(request.language);
  const values = {
    id: String(request.id),
    kind: t.dynamic(`privacy.kind.${request.kind}`),
    acknowledge: shortDate(request.acknowledgeDue),
    due: shortDate(request.doneDue),
    from: request.notBefore ? shortDate(request.notBefore) : '',
    reason: request.refusal ? t.dynamic(`privacy.refusal.${request.refusal}`) : '',
  };
  const paragraphs = [
    t('privacy.mail.greeting', { name: account.name }),
    t.dynamic(`privacy.mail.${news}`, values),
    request.answer,
    news === 'refused' && t('privacy.mail.complain'),
    // Whoever was erased has no page any more.
    news !== 'erased' && t('privacy.mail.open', { url: origin(post) + t.href('/me/data') }),
    t('privacy.mail.automatic'),
  ];
  const subject = t.dynamic(`privacy.mail.${news}.subject`, values);
  const text = paragraphs.filter(Boolean).join('\n\n');
  await queueMail(tx, { key: `privacy/${request.id}/${news}`, to: account.email, subject, text, language: request.language }, now);
  await announceMail(tx);
}

/** The officers nearest to the person's body; at the top where nobody below is charged with it. */
async function officersOf(db: Db, bodyId: number | null, top: number | undefined, now: Instant) {
  const first = bodyId ?? top;
  if (first === undefined) return [];
  for (const body of [first, ...(await ancestors(db, first, dayOf(now)))]) {
    for (const role of ['officer', 'administrator'] as const) {
      const holders = await personsWithRole(db, role, [body], now);
      if (holders.length > 0) return holders;
    }
  }
  return [];
}

export type Waiting = { request: RequestRow; news: 'new' | 'due'; due: Day; top: number | undefined };

/** Tells the officers whose turn it is: nothing of what the person wrote, only that something waits and until when. */
export async function tellOfficers(tx: Db, post: Post, { request, news, due, top }: Waiting, now: Instant): Promise<void> {
  const t = translator('vi');
  const today = dayOf(now);
  const about = request.bodyId ?? top;
  const body = about === undefined ? '' : await bodyName(tx, about, today, today);
  const values = { id: String(request.id), kind: t.dynamic(`privacy.kind.${request.kind}`), due: shortDate(due), body };
  for (const { personId, name, email } of await officersOf(tx, request.bodyId, top, now)) {
    if (!email || !isMailAddress(email) || personId === request.personId) continue;
    const subject = t.dynamic(`privacy.desk.mail.${news}.subject`, values);
    const text = [
      t('privacy.desk.mail.greeting', { name }),
      t.dynamic(`privacy.desk.mail.${news}`, values),
      t('privacy.desk.mail.open', { url: origin(post) + t.href(`/desk/privacy/${request.id}`) }),
      t('privacy.mail.automatic'),
    ].join('\n\n');
    const key = `privacy/${request.id}/officer/${personId}/${news === 'new' ? 'new' : `due/${today}`}`;
    await queueMail(tx, { key, to: email, subject, text, language: 'vi' }, now);
  }
  await announceMail(tx);
}
