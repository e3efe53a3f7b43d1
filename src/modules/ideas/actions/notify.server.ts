import { bodyName } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMails, recall, type Message } from '#platform/mail/mail.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { isLanguage, translator, type Translate } from '#platform/words/translate.ts';
import { nextOf } from '../rules/next.ts';
import type { Followed } from '../rules/sentences.ts';
import { visibility, type StepKind } from '../rules/states.ts';
import { followersOf, type FollowRow } from '../store/follow.server.ts';
import { findIdea, listMessages, listSteps, lockIdea, type IdeaRow, type StepRow } from '../store/idea.server.ts';
import { findContactEmail, openAppeal } from '../store/track.server.ts';
import { placesAround } from './around.server.ts';
import { describeTarget, leaveToken } from './follow.server.ts';
import { presentIdea, presentTimeline } from './idea-page.server.ts';
import { authorLetter, followerLetter, sharedLetter, type StepNews, type Words } from './letters.server.ts';
import { workersAfter } from './notify-staff.server.ts';
import { authorKey, underway } from './track.server.ts';

/** Steps of others about which the author hears; of their own they know. */
const TOLD: readonly StepKind[] = [
  'receive', 'accept', 'ask', 'route', 'appraise', 'answer', 'refuse', 'mark_duplicate', 'reopen', 'reword', 'extend',
  'milestone', 'uphold', 'reclassify', 'escalate',
];
/** Steps about which the followers of this idea hear. */
const FOLLOWED: readonly StepKind[] = [
  'route', 'answer', 'refuse', 'reclassify', 'mark_duplicate', 'reopen', 'extend', 'milestone', 'confirm', 'uphold',
  'withdraw', 'escalate',
];

/** Everything about one step of one idea that mails are made of. */
export type News = { runtime: Runtime; idea: IdeaRow; step: StepRow; told: StepNews; now: Instant };

/**
 * Writes the mails about one step into the outbox. Run again, also after it was cut off half-way, it writes none twice:
 * the key of each names the idea, whom it is for and the step. About what was put under quarantine nothing is written.
 * @param also ideas whose authors get the same answer
 */
export async function notifyStep(
  runtime: Runtime,
  { id, step: stepId, also = [] }: { id: number; step: number | 'receive'; also?: readonly number[] },
  now: Instant,
): Promise<void> {
  const { db } = runtime;
  const idea = await findIdea(db, id);
  if (!idea || isSilent(idea)) return;
  const steps = await listSteps(db, id);
  const step = steps.find((one) => (stepId === 'receive' ? one.kind === stepId : one.id === stepId));
  if (!step) return;
  const news: News = { runtime, idea, step, told: await tell(db, idea, step, now), now };
  const mails = [
    ...(await toAuthor(news)),
    ...(await toSharers(news, also)),
    ...(await toFollowers(news)),
    ...(await workersAfter(news)),
  ];
  await send(runtime, id, mails, now);
}

const isSilent = (idea: IdeaRow): boolean => idea.quarantinedAt !== null || idea.erasedAt !== null;

/** A lock that is held for thousands of mails would keep the officers waiting. */
const BATCH = 1_000;

/** Under the lock that a quarantine takes too: what comes before it is recalled by it, what comes after is not sent. */
export async function send({ db }: Runtime, id: number, mails: readonly Message[], now: Instant): Promise<void> {
  for (let at = 0; at < mails.length; at += BATCH) {
    const open = await db.transaction().execute(async (tx) => {
      const idea = await lockIdea(tx, id);
      if (!idea || isSilent(idea)) return false;
      await queueMails(tx, mails.slice(at, at + BATCH), now);
      await announceMail(tx);
      return true;
    });
    if (!open) return;
  }
}

/** Mails that have not left stay here when a matter is taken aside; what was sent is forgotten. */
export const silence = ({ db }: Runtime, id: number): Promise<number> => recall(db, `ideas/${id}/`);

async function tell(db: Db, idea: IdeaRow, step: StepRow, now: Instant): Promise<StepNews> {
  const today = dayOf(now);
  const name = (body: number, at: Instant) => bodyName(db, body, dayOf(at), today);
  const [entry] = await presentTimeline([step], name);
  const answers = step.kind === 'answer' ? (await presentIdea(db, idea, { kind: 'anonymous' }, now)).answers : [];
  const hidden = visibility(idea) === 'tombstone' && idea.withdrawnAt !== null;
  return {
    id: idea.id,
    title: hidden ? null : idea.title,
    entry: entry as StepNews['entry'],
    sender: await name(idea.receptionBody, now),
    at: step.at,
    answer: answers.find((one) => one.id === step.data.answer) ?? null,
  };
}

const wordsOf = (language: string): Translate => translator(isLanguage(language) ? language : 'vi');
const trackAddress = ({ config }: Runtime, t: Translate) => config.publicOrigin + t.href('/ideas/track');
const mail = (key: string, to: string, t: Translate, words: Words): Message => ({
  key,
  to,
  language: t.language,
  ...words,
});

/** Where a mail to this author may go now; the key of all their mails begins so, for the day they take it back. */
async function authorAddress(db: Db, ideaId: number): Promise<{ to: string; key: string } | undefined> {
  const email = await findContactEmail(db, ideaId);
  return email && isMailAddress(email) ? { to: email, key: authorKey(ideaId) } : undefined;
}

async function toAuthor({ runtime, idea, step, told, now }: News): Promise<Message[]> {
  const { db } = runtime;
  if (step.byAuthor ? step.kind !== 'receive' : !TOLD.includes(step.kind as StepKind)) return [];
  const address = await authorAddress(db, idea.id);
  if (!address) return [];
  const t = wordsOf(idea.language);
  const asked = step.kind === 'ask' ? await listMessages(db, idea.id) : [];
  const question = asked.findLast((one) => !one.byAuthor && one.at.getTime() === step.at.getTime());
  const words = authorLetter(t, told, {
    next: nextOf(underway(idea, await openAppeal(db, idea.id)), dayOf(now)),
    leadBody: idea.leadBody === null ? null : await bodyName(db, idea.leadBody, dayOf(now), dayOf(now)),
    question: question?.text ?? null,
    track: trackAddress(runtime, t),
  });
  return [mail(address.key + step.id, address.to, t, words)];
}

/** Nobody is merged away: whoever sent the same gets the answer too. */
async function toSharers({ runtime, step, told }: News, also: readonly number[]): Promise<Message[]> {
  const mails: Message[] = [];
  for (const own of also) {
    const sharer = await findIdea(runtime.db, own);
    const address = sharer && !isSilent(sharer) ? await authorAddress(runtime.db, own) : undefined;
    if (!sharer || !address) continue;
    const t = wordsOf(sharer.language);
    const idea = runtime.config.publicOrigin + t.href(`/ideas/${told.id}`);
    const words = sharedLetter(t, own, told, { idea, track: trackAddress(runtime, t) });
    mails.push(mail(address.key + step.id, address.to, t, words));
  }
  return mails;
}

async function toFollowers({ runtime, idea, step, told, now }: News): Promise<Message[]> {
  const { db } = runtime;
  if (idea.publishedAt === null || !step.public) return [];
  const fresh = step.at.getTime() === idea.publishedAt.getTime();
  const kind = step.kind as StepKind;
  if (!fresh && !FOLLOWED.includes(kind)) return [];
  const places = await placesAround(db, idea.placeId, dayOf(now));
  const rows = await followersOf(db, { id: idea.id, field: idea.field, places }, fresh || kind === 'answer');
  const author = (await findContactEmail(db, idea.id))?.toLowerCase();
  const describe = describer(db, now);
  const mails: Message[] = [];
  for (const row of rows) {
    if (row.email !== author) mails.push(toFollower(runtime, row, await describe(row), told, step.id));
  }
  return mails;
}

/** Thousands follow the same few fields and places. */
function describer(db: Db, now: Instant): (row: FollowRow) => Promise<Followed> {
  const known = new Map<string, Promise<Followed>>();
  return (row) => {
    const key = `${row.ideaId} ${row.field} ${row.placeId}`;
    const followed = known.get(key) ?? describeTarget(db, row, dayOf(now));
    known.set(key, followed);
    return followed;
  };
}

function toFollower({ config }: Runtime, row: FollowRow, followed: Followed, told: StepNews, step: number): Message {
  const t = wordsOf(row.language);
  const words = followerLetter(t, told, {
    followed,
    url: config.publicOrigin + t.href(`/ideas/${told.id}`),
    leave: config.publicOrigin + t.href(`/ideas/follow/leave?token=${leaveToken(config.secret, row)}`),
  });
  return mail(`ideas/${told.id}/follow/${row.id}/${step}`, row.email, t, words);
}
