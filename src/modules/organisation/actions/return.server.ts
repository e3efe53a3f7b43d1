/** What the officers of a plan hear of it. */
import { audit } from '#platform/audit/audit.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import type { Problem } from '#platform/result.ts';
import { shortDate } from '#platform/text/format.ts';
import { translator } from '#platform/words/translate.ts';
import { markDraft, type Reorganisation } from '../store/reorganisation.server.ts';

/** The desk speaks Vietnamese. */
const vi = translator('vi');

/**
 * Event of a mail to persons of the desk: `{ key, persons, administrators?, subject, sentence, more, by, path }`. The
 * module that knows their addresses sends it. `administrators`: also to whoever administers all of these bodies when it
 * is sent, except …; `path`: where they read on.
 */
export const TELL = 'organisation.tell';

export const problemText = ({ code, values }: Problem): string =>
  vi.dynamic(`organisation.desk.problem.${code}`, values?.day === undefined ? values : { ...values, day: shortDate(String(values.day)) });

type Telling = { what: 'returned' | 'confirmed' | 'applied' | 'refused' | 'cancelled'; reasons?: readonly string[]; by?: string; now: Instant };

/** Both officers, in the caller's transaction. */
export async function tellOfficers(tx: Db, it: Reorganisation, { what, reasons = [], by = '', now }: Telling): Promise<void> {
  const persons = [...new Set([it.proposedBy, it.confirmedBy])].filter((id) => id !== null);
  await emit(tx, TELL, {
    key: `organisation.${what}/${it.id}/${now.getTime()}`,
    persons,
    subject: vi.dynamic(`organisation.desk.reorganise.mail.${what}.subject`, { title: it.title }),
    sentence: vi.dynamic(`organisation.desk.reorganise.mail.${what}`, { title: it.title, day: shortDate(it.on) }),
    more: reasons.map((reason) => `- ${reason}`).join('\n'),
    by: by || it.confirmedName || it.proposedName,
    path: pathOf(it),
  });
}

const pathOf = ({ id }: Reorganisation): string => vi.href(`/desk/organisation/reorganisations/${id}`);

/** Everybody who may be the second officer of a plan that has just been submitted, in the caller's transaction. */
export async function askToConfirm(tx: Db, it: Reorganisation, { by, now }: { by: { personId: string; name: string }; now: Instant }): Promise<void> {
  const mail = 'organisation.desk.reorganise.mail.submitted';
  await emit(tx, TELL, {
    key: `organisation.submitted/${it.id}/${now.getTime()}`,
    persons: [],
    administrators: { bodies: it.bodies, except: [by.personId] },
    subject: vi.dynamic(`${mail}.subject`, { title: it.title }),
    sentence: vi.dynamic(mail, { title: it.title, day: shortDate(it.on), name: by.name }),
    more: '',
    by: by.name,
    path: pathOf(it),
  });
}

/** A plan that no longer fits the tree is a draft again, with the reasons; nothing of it has taken place. */
export async function sendBack(tx: Db, it: Reorganisation, problems: readonly Problem[], now: Instant): Promise<void> {
  await markDraft(tx, it.id, problems);
  await audit(tx, {
    kind: 'organisation.returned',
    bodyId: it.bodies[0] ?? null,
    subject: `reorganisation:${it.id}`,
    details: { on: it.on, problems: [...new Set(problems.map(({ code }) => code))] },
    now,
  });
  await tellOfficers(tx, it, { what: 'returned', reasons: problems.map(problemText), now });
}
