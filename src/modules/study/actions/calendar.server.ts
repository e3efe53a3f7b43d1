/** Calendars to subscribe to: one of each campaign, and one of one's own at a secret address. */
import { createHash, randomBytes } from 'node:crypto';
import { standings } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Language, Translate } from '#platform/words/translate.ts';
import { icsOf, type CalendarEvent } from '../rules/calendar.ts';
import { findCampaign } from '../store/campaign.server.ts';
import { calendarOf, choicesOf, dropCalendar, personOfCalendar, putCalendar, putChoice, type Choice } from '../store/learn.server.ts';
import { sessionsOf, type SessionRow } from '../store/session.server.ts';
import { asHouse, inTheNameOf, type Officer } from './ground.server.ts';
import { ownCampaigns } from './own.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;
type About = { t: Translate; now: Instant };
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** @param invited the link and the speaker are for those who are invited */
function eventOf({ config }: Ground, row: SessionRow, title: string, { t, invited }: { t: Translate; invited: boolean }): CalendarEvent {
  const at = invited ? `/learn/sessions/${row.id}` : `/learn/campaigns/${row.campaignId}`;
  const lines = [title, ...(invited && row.speaker ? [`${t('study.session.speaker')}: ${row.speaker}`] : []), ...(invited && row.onlineUrl ? [row.onlineUrl] : []), ...(row.cancelledReason ? [row.cancelledReason] : [])];
  return {
    uid: `session-${row.id}@${new URL(config.publicOrigin).hostname}`, sequence: row.revision, startsAt: row.startsAt, endsAt: row.endsAt,
    summary: row.title, location: row.venue, description: lines.join('\n'), url: config.publicOrigin + t.href(at),
    cancelled: row.state === 'cancelled',
  };
}

/** Sessions of an announced campaign, for everybody. Problem `campaign.missing`. */
export async function campaignCalendar(ground: Ground, id: number, { t, now }: About): Promise<Result<string>> {
  const campaign = await findCampaign(ground.db, id);
  if (!campaign?.announcedAt) return problem('campaign.missing');
  const events = (await sessionsOf(ground.db, [id])).map((row) => eventOf(ground, row, campaign.title, { t, invited: false }));
  const cancelled = campaign.state === 'cancelled';
  return ok(icsOf({ name: campaign.title, language: t.language, now, events: events.map((each) => ({ ...each, cancelled: each.cancelled || cancelled })) }));
}

/** Everything that the owner of the address is invited to. Problem `calendar.missing`: no such address, or no longer. */
export async function ownCalendar(ground: Ground, token: string, { t, now }: About): Promise<Result<string>> {
  const personId = await asHouse(ground.db, 'a secret calendar', (tx) => personOfCalendar(tx, hashOf(token)));
  const standing = personId && (await standings(ground.db, [personId], now)).get(personId);
  if (!personId || !standing || standing.closed) return problem('calendar.missing');
  const own = await ownCampaigns(ground.db, personId, now);
  const events = own.flatMap(({ campaign, sessions }) =>
    sessions.map((row) => ({ ...eventOf(ground, row, campaign.title, { t, invited: true }), ...(campaign.state === 'cancelled' ? { cancelled: true } : {}) })));
  return ok(icsOf({ name: t('study.calendar.name'), language: t.language, now, events }));
}

/** A new secret address; the one before stops working. @returns the token, which is kept nowhere */
export async function makeCalendar({ db }: Pick<Runtime, 'db'>, officer: Officer): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await inTheNameOf(db, officer, (tx) => putCalendar(tx, officer.actor.personId, hashOf(token), officer.now));
  return token;
}
export const revokeCalendar = ({ db }: Pick<Runtime, 'db'>, officer: Officer): Promise<void> =>
  inTheNameOf(db, officer, (tx) => dropCalendar(tx, officer.actor.personId));

export type LearnSettings = { choice: Choice; calendar: { madeAt: Instant } | null };
export async function readSettings(db: Db, language: Language, officer: Officer): Promise<LearnSettings> {
  return inTheNameOf(db, officer, async (tx) => ({
    choice: (await choicesOf(tx, [officer.actor.personId])).get(officer.actor.personId) ?? { reminders: true, language },
    calendar: (await calendarOf(tx, officer.actor.personId)) ?? null,
  }));
}
export const chooseReminders = ({ db }: Pick<Runtime, 'db'>, choice: Choice, officer: Officer): Promise<void> =>
  inTheNameOf(db, officer, (tx) => putChoice(tx, officer.actor.personId, choice, officer.now));


/** The answer to a calendar program. */
export const calendarResponse = (ics: string, name: string): Response =>
  new Response(ics, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.ics"`,
      'cache-control': 'private, max-age=300',
    },
  });
