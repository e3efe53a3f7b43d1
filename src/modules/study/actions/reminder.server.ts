/** Reminders: to secretaries of branches under target, and to members who can still join a catch-up session. */
import { ancestors, bodyName, presentBodies } from '#modules/organisation/index.server.ts';
import { confirmedAddresses, personsWithRole } from '#modules/people/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMails, type Message } from '#platform/mail/mail.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { clockTime, shortDate } from '#platform/text/format.ts';
import { translator, type Language } from '#platform/words/translate.ts';
import { stillToGo, targetText } from '../rules/campaign.ts';
import { dueToday, underTarget } from '../rules/reminder.ts';
import { isInvited } from '../rules/session.ts';
import { openCampaigns, type CampaignRow } from '../store/campaign.server.ts';
import { choicesOf, type Choice } from '../store/learn.server.ts';
import { insertReminders, waitingMembers, type ReminderWrite, type Waiting } from '../store/reminder.server.ts';
import { signedBodies, talliesOf, type Tally } from '../store/roster.server.ts';
import { invitedTo, sessionsOf, type SessionRow } from '../store/session.server.ts';
import { asHouse } from './ground.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;
type Letter = { reminder: Omit<ReminderWrite, 'queued'>; write(language: Language): { subject: string; text: string } };
/** Written into the outbox at once. */
const BATCH = 500;

/** Everything that is due on that day; a second time on the same day nothing leaves again. @returns mails queued */
export async function remindDue(ground: Ground, now: Instant): Promise<number> {
  const today = dayOf(now);
  let queued = 0;
  for (const campaign of await openCampaigns(ground.db, today)) {
    const days = dueToday(campaign, today);
    if (days === null || !campaign.takesRoll || campaign.opensOn > today) continue;
    const letters = [
      ...(await toSecretaries(ground, campaign, { days, now })),
      ...(await toMembers(ground, campaign, { days, now })),
    ];
    for (let at = 0; at < letters.length; at += BATCH) queued += await send(ground.db, letters.slice(at, at + BATCH), now);
  }
  return queued;
}

/** Who turned reminders off gets none; who has no confirmed address stands in the log as such. */
async function send(db: Db, letters: readonly Letter[], now: Instant): Promise<number> {
  const queued = await asHouse(db, 'reminders', async (tx) => {
    const choices = await choicesOf(tx, letters.map(({ reminder }) => reminder.personId));
    const wanted = letters.filter(({ reminder }) => choices.get(reminder.personId)?.reminders !== false);
    const addresses = await addressesOf(tx, wanted.map(({ reminder }) => reminder.personId));
    const rows = wanted.map(({ reminder }) => ({ ...reminder, queued: addresses.has(reminder.personId) }));
    const fresh = await insertReminders(tx, rows, now);
    const mails = wanted.flatMap(({ reminder, write }): Message[] => {
      const to = addresses.get(reminder.personId);
      return to && fresh.has(reminder.key) ? [mailOf(reminder, { to, choice: choices.get(reminder.personId), write })] : [];
    });
    return queueMails(tx, mails, now);
  });
  if (queued > 0) await announceMail(db);
  return queued;
}

const mailOf = ({ key }: { key: string }, { to, choice, write }: { to: string; choice: Choice | undefined; write: Letter['write'] }): Message => {
  const language = choice?.language ?? 'vi';
  return { key, to, language, ...write(language) };
};

async function addressesOf(db: Db, persons: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const person of new Set(persons)) {
    const [address] = await confirmedAddresses(db, person);
    if (address && isMailAddress(address)) found.set(person, address);
  }
  return found;
}

type When = { days: number; now: Instant };

/** Totals, never a name. Branches that have signed off are done. */
async function toSecretaries({ db, config }: Ground, campaign: CampaignRow, { days, now }: When): Promise<Letter[]> {
  const today = dayOf(now);
  const signed = new Set(await signedBodies(db, campaign.id, campaign.rosterOn));
  const under = (await talliesOf(db, campaign.id)).filter((tally) => !signed.has(tally.body) && underTarget(tally, campaign.target));
  const letters: Letter[] = [];
  for (const tally of under) {
    const name = await bodyName(db, tally.body, campaign.rosterOn, today);
    const holders = await personsWithRole(db, 'secretary', await presentBodies(db, tally.body, today), now);
    for (const personId of new Set(holders.map((holder) => holder.personId))) {
      letters.push({
        reminder: { key: `study.target/${campaign.id}/${tally.body}/${days}/${personId}`, campaignId: campaign.id, kind: 'target', bodyId: tally.body, sessionId: null, personId, daysBefore: days },
        write: (language) => targetLetter(campaign, { tally, name, days, origin: config.publicOrigin, language }),
      });
    }
  }
  return letters;
}

type About = { tally: Tally; name: string; days: number; origin: string; language: Language };

function targetLetter(campaign: CampaignRow, { tally, name, days, origin, language }: About): { subject: string; text: string } {
  const t = translator(language);
  const values = {
    title: campaign.title, branch: name, days, attended: tally.attended, expected: tally.members - tally.exempt,
    target: targetText(campaign.target), toGo: stillToGo(tally, campaign.target), day: shortDate(campaign.closesOn),
  };
  return {
    subject: t('study.mail.target.subject', values),
    text: [
      t('study.mail.target.text', values), origin + t.href(`/learn/roll/campaign/${campaign.id}`),
      t('study.mail.off'), origin + t.href('/learn/settings'),
    ].join('\n\n'),
  };
}

/** Catch-up sessions that are still to come, each to those of the members waiting who are invited. */
async function toMembers({ db, config }: Ground, campaign: CampaignRow, { days, now }: When): Promise<Letter[]> {
  const sessions = (await sessionsOf(db, [campaign.id])).filter(({ kind, state, startsAt }) => kind === 'catchup' && state === 'planned' && startsAt > now);
  if (sessions.length === 0) return [];
  const { invited, waiting } = await asHouse(db, 'whom catch-up sessions are for', async (tx) => ({
    invited: await invitedTo(tx, sessions.map(({ id }) => id)), waiting: await waitingMembers(tx, campaign.id),
  }));
  const letters: Letter[] = [];
  for (const [bodyId, members] of Map.groupBy(waiting, (each) => each.bodyId)) {
    const reach = await reachOf(db, bodyId, [campaign.rosterOn, dayOf(now)]);
    letters.push(...members.flatMap((member) => {
      const own = sessions.filter(({ id }) => isInvited(invited.get(id) ?? { bodies: [], members: [] }, { id: member.memberId, reach }));
      return own.length > 0 ? [catchupLetter(campaign, { member, own, days, origin: config.publicOrigin })] : [];
    }));
  }
  return letters;
}

const reachOf = async (db: Db, body: number, days: readonly Day[]): Promise<number[]> =>
  [body, ...(await Promise.all(days.map((day) => ancestors(db, body, day)))).flat()];

function catchupLetter(
  campaign: CampaignRow, { member, own, days, origin }: { member: Waiting; own: readonly SessionRow[]; days: number; origin: string },
): Letter {
  const { personId, bodyId } = member;
  return {
    reminder: { key: `study.catchup/${campaign.id}/${days}/${personId}`, campaignId: campaign.id, kind: 'catchup', bodyId, sessionId: own[0]!.id, personId, daysBefore: days },
    write(language) {
      const t = translator(language);
      const lines = own.map((session) => t('study.mail.catchup.session', {
        title: session.title, venue: session.venue, from: clockTime(session.startsAt), day: shortDate(session.startsAt),
      }));
      const values = { title: campaign.title, day: shortDate(campaign.closesOn), count: own.length };
      return {
        subject: t('study.mail.catchup.subject', values),
        text: [
          t('study.mail.catchup.text', values), lines.join('\n'), origin + t.href(`/learn/campaigns/${campaign.id}`),
          t('study.mail.off'), origin + t.href('/learn/settings'),
        ].join('\n\n'),
      };
    },
  };
}
