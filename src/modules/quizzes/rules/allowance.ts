/** More time for whoever needs it: minutes, or a part of the time limit. Why is nobody's business. */
import type { Acting } from '#platform/policy.ts';

export const MOST_EXTRA = 300;
/** Members that a search shows. */
export const FOUND = 20;

/** "15", "15 phút", "50 %", "12,5%" of the limit, rounded up to a whole minute; undefined for what is none. @param limit minutes; null: no limit of which there could be a part */
export function readExtra(typed: string, limit: number | null): number | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*(%|phút|p|min)?$/u.exec(typed.trim().normalize('NFC').toLowerCase());
  if (!match) return undefined;
  const hundredths = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  if (match[3] === '%') return limit === null ? undefined : inRange(Math.ceil((limit * hundredths) / 10_000));
  return hundredths % 100 === 0 ? inRange(hundredths / 100) : undefined;
}

const inRange = (minutes: number): number | undefined => (minutes >= 1 && minutes <= MOST_EXTRA ? minutes : undefined);

/** The bodies in which the actor holds this role, each once. */
export const rootsOf = (actor: Acting, role: string): number[] =>
  actor.kind === 'person' ? [...new Set(actor.grants.filter((grant) => grant.role === role).map(({ bodyId }) => bodyId))] : [];
