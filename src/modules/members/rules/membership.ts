/** Who belongs where, over time. A history is sorted and never overlaps: one person, one body, on any day. */
import type { Day } from '#platform/clock.ts';
import { ok, problem, type Failed, type Result } from '#platform/result.ts';

/** `until` is the first day on which it no longer is so; null while it goes on. */
export type Period = { from: Day; until: Day | null };

export type Membership = Period & {
  /** Null until it is stored. */
  id: number | null;
  body: number;
  /** How it began: came in, or came from another body. */
  began: 'joined' | 'moved';
  /** How it ended: went to another body, or left; null while it goes on. */
  ended: 'moved' | 'left' | null;
};

/** What a row, or an officer, says about one person: is in that body, from then (else from `asOf`), until then. */
export type Placing = { body: number; from: Day | null; until: Day | null; asOf: Day };
export type PlacingChange = 'none' | 'joined' | 'moved' | 'ended' | 'corrected';
export type Placed = { history: Membership[]; change: PlacingChange };

export const covers = ({ from, until }: Period, day: Day): boolean => from <= day && (until === null || day < until);

export const overlap = (a: Period, b: Period): boolean =>
  (b.until === null || a.from < b.until) && (a.until === null || b.from < a.until);

const byStart = (a: Period, b: Period): number => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0);

const END_BEFORE_START = problem('period.endsBeforeStart');

/** Where a person is on a day; undefined for nowhere. */
export const membershipAt = (history: readonly Membership[], day: Day): Membership | undefined =>
  history.find((each) => covers(each, day));

/**
 * Fits what is said into what is known, and forgets nothing that is not contradicted: another body ends the one
 * before on that day, the same body gets the dates that were given, no date takes none away.
 * Problems: `period.endsBeforeStart`; `membership.clash` {day}: the person is known to be elsewhere from then.
 */
export function place(history: readonly Membership[], said: Placing): Result<Placed> {
  const { from, until } = said;
  if (until !== null && until <= (from ?? '')) return END_BEFORE_START;
  const same = sameMembership(history, said);
  return same ? adjust(history, same, { from, until }) : enter(history, said);
}

/** The membership in that body which the row can only mean. */
function sameMembership(history: readonly Membership[], { body, from, until, asOf }: Placing): Membership | undefined {
  const there = history.filter((each) => each.body === body);
  if (from !== null) {
    const said = { from, until };
    return there.find((each) => each.from === from) ?? there.findLast((each) => overlap(each, said));
  }
  if (until === null) return there.find((each) => covers(each, asOf));
  return there.findLast((each) => each.from < until && (each.until === null || each.until === until));
}

function adjust(
  history: readonly Membership[],
  known: Membership,
  { from, until }: { from: Day | null; until: Day | null },
): Result<Placed> {
  const changed: Membership = { ...known, from: from ?? known.from, until: until ?? known.until };
  if (changed.until !== null && changed.until <= changed.from) return END_BEFORE_START;
  if (changed.until !== null) changed.ended = known.ended ?? 'left';
  const others = history.filter((each) => each !== known);
  const clash = others.find((each) => overlap(each, changed));
  if (clash) return problem('membership.clash', { day: clash.from });
  if (changed.from === known.from && changed.until === known.until) return ok({ history: [...history], change: 'none' });
  const change = changed.until === known.until ? 'corrected' : 'ended';
  return ok({ history: [...others, changed].sort(byStart), change });
}

function enter(history: readonly Membership[], { body, from, until, asOf }: Placing): Result<Placed> {
  const start = from ?? asOf;
  if (until !== null && until <= start) return END_BEFORE_START;
  const covering = membershipAt(history, start);
  const later = history.find((each) => each !== covering && each.from >= start);
  if (later && (until === null || until > later.from)) return problem('membership.clash', { day: later.from });
  const ended = until === null ? null : 'left';
  // Said again for the very first day: the first saying was a slip.
  if (covering?.from === start) return correctBody(history, covering, { body, until });
  const before = covering ?? history.findLast((each) => each.until === start);
  const moved = before !== undefined;
  const entered: Membership = { id: null, body, from: start, until, began: moved ? 'moved' : 'joined', ended };
  const rest = history.filter((each) => each !== before);
  const left: Membership[] = before ? [{ ...before, until: start, ended: 'moved' }] : [];
  return ok({ history: [...rest, ...left, entered].sort(byStart), change: moved ? 'moved' : 'joined' });
}

function correctBody(
  history: readonly Membership[],
  known: Membership,
  { body, until }: { body: number; until: Day | null },
): Result<Placed> {
  const end = until ?? known.until;
  const corrected: Membership = { ...known, body, until: end, ended: end === null ? null : (known.ended ?? 'left') };
  const others = history.filter((each) => each !== known);
  const clash = others.find((each) => overlap(each, corrected));
  if (clash) return problem('membership.clash', { day: clash.from });
  return ok({ history: [...others, corrected].sort(byStart), change: 'corrected' });
}

/**
 * From that day on the person belongs to no body here. Problems: `membership.none`: belongs to none on the day
 * before; `membership.clash` {day}.
 */
export function leave(history: readonly Membership[], on: Day): Result<Placed> {
  const known = history.find((each) => each.from < on && (each.until === null || on <= each.until));
  if (!known) return problem('membership.none');
  const later = history.find((each) => each.from >= on);
  if (later) return problem('membership.clash', { day: later.from });
  if (known.until === on) return ok({ history: [...history], change: 'none' });
  const changed: Membership = { ...known, until: on, ended: 'left' };
  return ok({ history: history.map((each) => (each === known ? changed : each)), change: 'ended' });
}

export type Exemption = Period & { id: number | null; reason: string };

/**
 * Adds a time during which the person need not take part, or corrects the one that it overlaps. Problems:
 * `period.endsBeforeStart`; `exemption.overlap`: it would reach over several.
 */
export function exempt(
  known: readonly Exemption[],
  said: Omit<Exemption, 'id'>,
): Result<{ exemptions: Exemption[]; changed: boolean }> {
  if (said.until !== null && said.until <= said.from) return END_BEFORE_START as Failed;
  const touching = known.filter((each) => overlap(each, said));
  if (touching.length > 1) return problem('exemption.overlap');
  const [one] = touching;
  const next = { id: one?.id ?? null, ...said, until: said.until ?? one?.until ?? null };
  const changed = !one || one.from !== next.from || one.until !== next.until || one.reason !== next.reason;
  const exemptions = [...known.filter((each) => each !== one), next].sort(byStart);
  return ok({ exemptions, changed });
}
