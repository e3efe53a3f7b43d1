/**
 * The roll: what marks say together about one member's participation. A participation is told from the whole set of
 * its marks and from nothing else, so that devices may send them late, twice and in any order.
 */
import type { Instant } from '#platform/clock.ts';
import { participation, type Attendance } from '#platform/text/rate.ts';

export const outcomes = ['attended', 'excused', 'unexcused'] as const;
export type Outcome = (typeof outcomes)[number];
export const ways = ['list', 'code', 'sheet', 'import'] as const;
/** List of the secretary, code on a screen, printed sheet typed back in, file. */
export type Way = (typeof ways)[number];
export const isOutcome = (value: unknown): value is Outcome => outcomes.includes(value as Outcome);

export const MAX_REASON = 300;

export type Mark = {
  /** Made on the device. */
  id: string;
  /** null: taken back. */
  outcome: Outcome | null;
  reason: string | null;
  sessionId: number | null;
  way: Way;
  /** When it was so, by the server's clock. */
  at: Instant;
  /** Made by somebody who saw what stood and says otherwise: what is older no longer decides. */
  corrects: boolean;
  /** From a code that came late. */
  provisional: boolean;
  by: string | null;
};

/** How a member took part, with the mark that decides it; null: nothing is known. */
export type Standing = (Mark & { outcome: Outcome }) | null;

/** Of two marks of one instant the greater id is the later one, wherever they are sorted. */
const earlier = (a: Mark, b: Mark): number => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * - The newest correction puts aside everything older than itself.
 * - Of what is left, having attended wins over absence, whichever way and whichever session: the first that is certain,
 *   else the first that waits for the count of the room.
 * - Otherwise the newest absence says whether there was a reason.
 */
export function settle(marks: readonly Mark[]): Standing {
  const ordered = [...new Map(marks.map((mark) => [mark.id, mark])).values()].sort(earlier);
  const from = ordered.findLastIndex(({ corrects }) => corrects);
  const deciding = ordered.slice(Math.max(from, 0));
  const attended = deciding.filter(({ outcome }) => outcome === 'attended');
  const found = attended.find(({ provisional }) => !provisional) ?? attended[0]
    ?? deciding.findLast(({ outcome }) => outcome !== null);
  return (found as Standing | undefined) ?? null;
}

/** A mark that says otherwise than what its maker saw; attending after an absence needs no correcting. */
export const isCorrection = (outcome: Outcome | null, seen: Outcome | null): boolean =>
  outcome === null || (seen === 'attended' && outcome !== 'attended');

/** What became of a mark: it decides, it waits for the count of the room, something else stands; or why it was refused. */
export const refusals = [
  'not.open', 'closed', 'cancelled', 'locked', 'not.invited', 'exempt', 'early', 'late', 'code.false', 'code.old', 'id.taken',
] as const;
export type Refusal = (typeof refusals)[number];
export type Verdict = 'counts' | 'waits' | 'stands' | Refusal;
export const isRefusal = (verdict: string): verdict is Refusal => refusals.includes(verdict as Refusal);

export function verdictOf(mark: Mark, standing: Standing): Verdict {
  const decides = standing?.id === mark.id || (standing === null && mark.outcome === null);
  if (!decides) return 'stands';
  return mark.provisional ? 'waits' : 'counts';
}

/** How long before it begins people come, and how long after it ends an organiser still writes down who came. */
export const EARLY_MS = 2 * 3_600_000;
export const AFTER_MS = 24 * 3_600_000;

export type Held = {
  campaign: { state: string; takesRoll: boolean; opensAt: Instant };
  session: { state: string; startsAt: Instant; endsAt: Instant } | null;
};

/** Why nothing can be recorded now, for nobody; undefined when it can. */
export function closedFor({ campaign, session }: Held): Refusal | undefined {
  if (campaign.state === 'cancelled' || session?.state === 'cancelled') return 'cancelled';
  if (campaign.state === 'draft' || !campaign.takesRoll) return 'not.open';
  return undefined;
}

/** Nobody has attended what has not begun; leave is asked for at any time before. */
export function tooEarly({ campaign, session }: Held, outcome: Outcome | null, at: Instant): boolean {
  if (outcome !== 'attended' && outcome !== 'unexcused') return false;
  const from = session ? session.startsAt.getTime() - EARLY_MS : campaign.opensAt.getTime();
  return at.getTime() < from;
}

/** The hours in which the organiser of a session keeps its roll. */
export const organiserMay = ({ startsAt, endsAt }: NonNullable<Held['session']>, now: Instant): boolean =>
  now.getTime() >= startsAt.getTime() - EARLY_MS && now.getTime() <= endsAt.getTime() + AFTER_MS;

export type Asked = { onRoster: boolean; exempt: boolean; locked: boolean };

/** Why this mark is not taken for this member; undefined when it is. */
export function refusalOf(mark: Pick<Mark, 'outcome' | 'at'>, asked: Asked, held: Held): Refusal | undefined {
  if (!asked.onRoster) return 'not.invited';
  if (asked.locked) return 'locked';
  // Who is exempt may come all the same, which is written down and not counted; an absence of theirs is none.
  if (asked.exempt && (mark.outcome === 'excused' || mark.outcome === 'unexcused')) return 'exempt';
  return closedFor(held) ?? (tooEarly(held, mark.outcome, mark.at) ? 'early' : undefined);
}

/**
 * When a mark of a device was made, by the server's clock: what the device's own clock says is only trusted for how
 * long before sending it was. Never in the future.
 */
export function instantOf(made: number, { sentAt, receivedAt }: { sentAt: number; receivedAt: Instant }): Instant {
  const before = Math.max(0, sentAt - made);
  return new Date(receivedAt.getTime() - before);
}

/** How many more have to attend for the target; 0 when it is reached or nobody has to. @param target hundredths of a per cent */
export function missing({ attended, members, exempt }: Attendance, target: number): number {
  const expected = members - exempt;
  if (expected <= 0) return 0;
  return Math.max(0, Math.ceil((target * expected) / 10_000) - attended);
}

export const rateOf = (counts: Attendance, target: number) => participation(counts, target / 100);
