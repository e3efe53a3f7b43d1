import { ancestors, bodyName } from '#modules/organisation/index.server.ts';
import { personsWithRole, type Role } from '#modules/people/index.server.ts';
import { currentCalendar } from '#platform/calendar/store.server.ts';
import { isWorkingDay } from '#platform/calendar/working-days.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { queueMails, type Message } from '#platform/mail/mail.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { shortDate } from '#platform/text/format.ts';
import { translator } from '#platform/words/translate.ts';
import { findIdea } from '../store/idea.server.ts';
import { workload, type Workload } from '../store/digest.server.ts';
import { staffLetter, type StaffNews } from './letters.server.ts';
import type { News } from './notify.server.ts';
import { once, reachable, workersOf, type Recipient } from './recipients.server.ts';

/** The desk speaks Vietnamese. */
const t = translator('vi');

type Desk = 'ideas' | 'answers';
const deskAddress = ({ config }: Runtime, desk: Desk, id: number): string =>
  `${config.publicOrigin}${t.href(`/desk/${desk}/${id}`)}`;

type To = { desk: Desk; roles: readonly Role[]; bodies: readonly number[]; subject: (body: string) => string };

/** Who has to do something after this step, and what. */
function tasksAfter({ idea, step }: News): To[] {
  const id = String(idea.id);
  const reception = [idea.receptionBody];
  const lead = idea.leadBody === null ? [] : [idea.leadBody];
  const answering = { desk: 'answers', roles: ['answerer', 'reviewer'] } as const;
  if (step.kind === 'route') {
    const others = Array.isArray(step.data.cooperating) ? step.data.cooperating.map(Number) : [];
    return [
      { ...answering, bodies: lead, subject: (body) => t('ideas.desk.mail.route', { id, body }) },
      { ...answering, bodies: others, subject: (body) => t('ideas.desk.mail.cooperate', { id, body }) },
    ];
  }
  if (step.kind === 'reply') {
    const subject = () => t('ideas.desk.mail.reply', { id });
    return [{ desk: 'ideas', roles: ['officer', 'moderator'], bodies: reception, subject }];
  }
  if (step.kind === 'appeal') {
    const subject = () => t('ideas.desk.mail.appeal', { id });
    return [{ desk: 'ideas', roles: ['reviewer'], bodies: reception, subject }];
  }
  if (step.kind === 'confirm' && step.data.done === false) {
    return [{ ...answering, bodies: lead, subject: () => t('ideas.desk.mail.notDone', { id }) }];
  }
  return [];
}

/** Mails to those whose turn it is after a step. */
export async function workersAfter(news: News): Promise<Message[]> {
  const { runtime, idea, step, now } = news;
  const mails: Message[] = [];
  for (const { desk, roles, bodies, subject } of tasksAfter(news)) {
    for (const body of bodies) {
      const due = idea.answerDue && t('ideas.desk.mail.due', { due: shortDate(idea.answerDue) });
      const name = await bodyName(runtime.db, body, dayOf(now), dayOf(now));
      const told: StaffNews = {
        subject: subject(name),
        lines: [idea.title, due],
        url: deskAddress(runtime, desk, idea.id),
      };
      const workers = await workersOf(runtime.db, roles, body, now);
      mails.push(...workers.map((one) => toWorker(one, `ideas/${idea.id}/person/${one.personId}/${step.id}`, told)));
    }
  }
  return mails;
}

const toWorker = ({ name, email }: Recipient, key: string, told: StaffNews): Message => ({
  key,
  to: email,
  language: 'vi',
  ...staffLetter(t, name, told),
});

export type Reminded = {
  idea: number;
  deadline: 'admissible' | 'answer' | 'milestone';
  kind: 'before' | 'at' | 'after' | 'escalation';
  due: Day;
  bodyId: number;
};

/** A deadline that comes near, is today or has passed: to those who act, and above them to those who lead. */
export async function mailsOfReminder(runtime: Runtime, reminded: Reminded, now: Instant): Promise<Message[]> {
  const { idea: id, deadline, kind, due, bodyId } = reminded;
  const idea = await findIdea(runtime.db, id);
  if (!idea) return [];
  const reception = deadline === 'admissible';
  const acting: Role[] = reception ? ['officer', 'moderator', 'reviewer'] : ['answerer', 'reviewer'];
  const workers = await workersOf(runtime.db, kind === 'escalation' ? ['reviewer', 'administrator'] : acting, bodyId, now);
  // An overdue answer is its leadership's matter as well.
  const leaders = kind === 'after' ? await workersOf(runtime.db, ['reviewer'], bodyId, now) : [];
  const subject = t('ideas.desk.mail.reminder', { id: String(id), deadline, kind, due: shortDate(due) });
  const told: StaffNews = { subject, lines: [idea.title], url: deskAddress(runtime, reception ? 'ideas' : 'answers', id) };
  return once([...workers, ...leaders]).map((one) =>
    toWorker(one, `ideas/${id}/reminder/${deadline}/${kind}/${due}/${one.personId}`, told),
  );
}

export type Handed = { id: number; act: 'submitted' | 'returned'; at: string };

/** A draft waits for approval, or has come back. */
export async function mailsOfDraft(runtime: Runtime, { id, act, at }: Handed, now: Instant): Promise<Message[]> {
  const idea = await findIdea(runtime.db, id);
  if (!idea || idea.leadBody === null) return [];
  const roles: Role[] = act === 'submitted' ? ['reviewer'] : ['answerer'];
  const subject = t(act === 'submitted' ? 'ideas.desk.mail.submitted' : 'ideas.desk.mail.returned', { id: String(id) });
  const told: StaffNews = { subject, lines: [idea.title], url: deskAddress(runtime, 'answers', id) };
  const workers = await workersOf(runtime.db, roles, idea.leadBody, now);
  return workers.map((one) => toWorker(one, `ideas/${id}/draft/${act}/${at}/${one.personId}`, told));
}

/** Once a working day: how much is new, waits and is overdue, to everybody who has some of it. */
export async function sendDigests(runtime: Runtime, now: Instant): Promise<number> {
  const { db, config } = runtime;
  const today = dayOf(now);
  if (!isWorkingDay(today, await currentCalendar(db))) return 0;
  const shares = new Map<string, { who: Recipient; work: Workload }>();
  for (const work of await workload(db, today)) {
    const bodies = [work.bodyId, ...(await ancestors(db, work.bodyId, today))];
    const roles: Role[] = work.desk === 'ideas' ? ['officer', 'moderator'] : ['answerer'];
    const holders = (await Promise.all(roles.map((role) => personsWithRole(db, role, bodies, now)))).flat();
    for (const who of once(holders.filter(reachable))) addShare(shares, who, work);
  }
  const mails = [...shares.values()].map(({ who, work }) => {
    const { fresh, overdue, soon } = work;
    const subject = t('ideas.desk.mail.digest', { fresh, overdue });
    const lines = [t('ideas.desk.mail.digestText', { fresh, soon, overdue })];
    const url = `${config.publicOrigin}${t.href(`/desk/${work.desk}`)}`;
    return toWorker(who, `ideas.digest/${today}/${work.desk}/${who.personId}`, { subject, lines, url });
  });
  if (mails.length === 0) return 0;
  await db.transaction().execute(async (tx) => {
    await queueMails(tx, mails, now);
    await announceMail(tx);
  });
  return mails.length;
}

function addShare(shares: Map<string, { who: Recipient; work: Workload }>, who: Recipient, work: Workload): void {
  const key = `${work.desk} ${who.personId}`;
  const known = shares.get(key)?.work;
  const sum = known && {
    ...known,
    fresh: known.fresh + work.fresh,
    soon: known.soon + work.soon,
    overdue: known.overdue + work.overdue,
  };
  shares.set(key, { who, work: sum ?? work });
}
