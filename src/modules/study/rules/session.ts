/** A session (lớp học, điểm cầu): its kinds, who holds it, who is invited, and what may be asked in it. */
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Acting, IsWithin } from '#platform/policy.ts';
import { mayManage, mayWorkIn, type CampaignState } from './campaign.ts';

export const sessionKinds = ['main', 'bridge', 'catchup'] as const;
export type SessionKind = (typeof sessionKinds)[number];
export type SessionState = 'planned' | 'held' | 'cancelled';
export type SessionStanding = SessionState | 'going';
/** What people are told: planned only until it begins; what is over was held, also when nobody has written minutes. */
export const sessionStanding = (
  { state, startsAt, endsAt }: { state: SessionState; startsAt: Instant; endsAt: Instant }, now: Instant,
): SessionStanding => (state !== 'planned' || now < startsAt ? state : now <= endsAt ? 'going' : 'held');

export const MAX_MATERIALS = 20;
export const MAX_AGENDA = 8_000;
export const MAX_MINUTES = 20_000;
export const MAX_QUESTION = 2_000;
export const MAX_ANSWER = 4_000;
/** Questions that one member may ask in one session. */
export const QUESTIONS_EACH = 5;
/** After the end of a session questions are taken for so many hours more. */
const ASKING_HOURS = 24;

/** Officers of the campaign, and whoever works in the body that holds the session: its officers, its secretary. */
export const mayHold = (actor: Acting, at: { bodyId: number; campaignBody: number }, isWithin: IsWithin): boolean =>
  mayManage(actor, at.campaignBody, isWithin) || mayWorkIn(actor, at.bodyId, isWithin);

/** The day of a session lies in the campaign. */
export const inWindow = (startsAt: Instant, { opensOn, closesOn }: { opensOn: Day; closesOn: Day }): boolean =>
  opensOn <= dayOf(startsAt) && dayOf(startsAt) <= closesOn;

export type Invited = { bodies: readonly number[]; members: readonly number[] };
/** Nobody named means everybody who is meant. `reach`: the member's branch and everything above it on the campaign's day. */
export const isInvited = (invited: Invited, member: { id: number; reach: readonly number[] }): boolean =>
  (invited.bodies.length === 0 && invited.members.length === 0) ||
  invited.members.includes(member.id) ||
  invited.bodies.some((body) => member.reach.includes(body));

/** Sessions of announced campaigns take questions until a day after their end, unless cancelled. */
export const takesQuestions = (
  session: { state: SessionState; endsAt: Instant }, campaign: { state: CampaignState }, now: Instant,
): boolean =>
  session.state !== 'cancelled' && campaign.state === 'announced' &&
  now.getTime() <= session.endsAt.getTime() + ASKING_HOURS * 3_600_000;

/** What a calendar has to know: when one of these changes, the revision goes up. */
export const calendarFields = ['title', 'venue', 'startsAt', 'endsAt', 'onlineUrl', 'speaker'] as const;
type CalendarFacts = { title: string; venue: string; startsAt: Instant; endsAt: Instant; onlineUrl: string | null; speaker: string };
export const movesCalendar = (before: CalendarFacts, after: CalendarFacts): boolean =>
  calendarFields.some((field) => String(before[field]) !== String(after[field]));
