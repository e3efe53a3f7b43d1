/** The one way in which marks are taken, from whatever device and in whatever way. */
import { createHash } from 'node:crypto';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import {
  isCorrection, isRefusal, refusalOf, settle, verdictOf, type Mark, type Outcome, type Standing, type Verdict, type Way,
} from '../rules/roll.ts';
import {
  holdTogether, insertMarks, lockRolled, marksById, marksOf, writeStandings, type Locked, type MarkRow, type MarkWrite,
} from '../store/roll.server.ts';
import { heldOf, signedFor, type Target } from './roll-ground.server.ts';

export type NewMark = {
  /** Made on the device: what arrives twice is one mark. */
  id: string;
  member: number;
  outcome: Outcome | null;
  reason: string | null;
  /** What whoever made it saw. */
  seen: Outcome | null;
  way: Way;
  at: Instant;
  deviceAt: Instant | null;
  provisional?: boolean;
  /** Says how it is, whatever stood before. */
  decides?: boolean;
};

export type Recording = {
  by: string | null;
  now: Instant;
  /**
   * `branch`: in the name of the secretary, who reaches the own branches and nothing else. `session`: in the name of the
   * house; only what stands in the session can be corrected.
   */
  scope: 'branch' | 'session';
  /** Whom it may be about; everybody on the roster when absent. */
  about?: (row: Locked) => boolean;
};

export type Told = { id: string; member: number; verdict: Verdict; standing: Standing };

/** Takes marks in the caller's transaction and scope. One answer a mark, in the order in which they came. */
export async function record(tx: Db, target: Target, marks: readonly NewMark[], how: Recording): Promise<Told[]> {
  const { campaign } = target;
  const fresh = [...new Map(marks.map((each) => [each.id, each])).values()];
  const members = [...new Set(fresh.map(({ member }) => member))];
  await holdTogether(tx, campaign.id);
  const rows = await lockRolled(tx, campaign.id, members);
  const isSigned = await signedFor(tx, campaign);
  const known = await marksById(tx, fresh.map(({ id }) => id));
  const before = groupByMember(await marksOf(tx, campaign.id, members));
  const writes = fresh.filter(({ id }) => !known.has(id)).map((each): MarkWrite => {
    const row = rows.get(each.member);
    const asked = {
      onRoster: row !== undefined && (how.about?.(row) ?? true), exempt: row?.exempt ?? false, locked: row !== undefined && isSigned(row.body),
    };
    const own = (before.get(each.member) ?? []).filter(({ by, verdict }) => by === how.by && !isRefusal(verdict));
    return writeOf(each, { target, how, row, own, refusal: refusalOf(each, asked, heldOf(target)) });
  });
  const standings = new Map(members.map((member) => [member, settle([
    ...(before.get(member) ?? []), ...writes.filter((each) => each.member === member),
  ].filter(({ verdict }) => !isRefusal(verdict)))]));
  for (const each of writes) {
    if (!isRefusal(each.verdict)) each.verdict = verdictOf(each, standings.get(each.member) ?? null);
  }
  // A row that the asker does not reach takes no mark either.
  const kept = writes.filter(({ member }) => how.scope === 'session' || rows.has(member));
  const inserted = await insertMarks(tx, kept);
  const touched = new Map([...standings].filter(([member]) => kept.some((each) => each.member === member && inserted.has(each.id))));
  await writeStandings(tx, campaign.id, touched);
  const written = new Map(writes.map((each) => [each.id, each]));
  return marks.map(({ id, member }) => {
    const mine = known.get(id) ?? written.get(id);
    const taken = mine === undefined || mine.campaign !== campaign.id || mine.member !== member
      || (kept.some((each) => each.id === id) && !inserted.has(id));
    const standing = standings.get(member) ?? null;
    return { id, member, verdict: taken ? 'id.taken' : verdictNow(mine, standing), standing };
  });
}

/** A mark that arrives a second time is told what stands by now. */
const verdictNow = (mark: Mark & { verdict: string }, standing: Standing): Verdict =>
  isRefusal(mark.verdict) ? mark.verdict : verdictOf(mark, standing);

type Writing = {
  target: Target;
  how: Recording;
  row: Locked | undefined;
  /** What whoever records has said of the member before. */
  own: readonly MarkRow[];
  refusal: Verdict | undefined;
};

function writeOf(mark: NewMark, { target: { campaign, session }, how, row, own, refusal }: Writing): MarkWrite {
  const { decides = false, provisional = false, seen, ...rest } = mark;
  const ofSession = how.scope === 'branch' || row?.sessionId === session?.id;
  const corrects = decides || (isCorrection(mark.outcome, seen) && ofSession);
  // Requests take their time: whoever corrects themselves comes after what they said before, also by the clock.
  const after = corrects ? Math.max(mark.at.getTime(), ...own.map(({ at }) => at.getTime() + 1)) : mark.at.getTime();
  return {
    ...rest, at: new Date(after), campaign: campaign.id, sessionId: session?.id ?? null, by: how.by, receivedAt: how.now, provisional,
    corrects, verdict: refusal ?? 'stands',
  };
}

function groupByMember(marks: readonly MarkRow[]): Map<number, MarkRow[]> {
  const groups = new Map<number, MarkRow[]>();
  for (const each of marks) groups.set(each.member, [...(groups.get(each.member) ?? []), each]);
  return groups;
}

/** An id for what is the same mark however often it arrives: the same scan, the same line of a paper or a file. */
export function markId(...parts: (string | number | null)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
