/** The forms on the page of more time. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { readExtra } from '../rules/allowance.ts';

export type TypedExtra = { member: string; minutes: string };

export const readTypedExtra = (form: FormData): TypedExtra => ({
  member: String(form.get('member') ?? '').slice(0, 20),
  minutes: normaliseLine(String(form.get('minutes') ?? '').slice(0, 40)),
});

const memberOf = (typed: string): number => (/^[1-9]\d{0,14}$/.test(typed) ? Number(typed) : 0);
export const readTakenBack = ({ member }: TypedExtra): number => memberOf(member);

/** Problems `extra.who` at `member`, `extra.range` at `minutes`. @param limit minutes of an attempt, for a percentage */
export function readExtraForm({ member, minutes }: TypedExtra, limit: number | null): Result<{ memberId: number; minutes: number }> {
  const [memberId, read] = [memberOf(member), readExtra(minutes, limit)];
  const problems: Problem[] = [];
  if (memberId === 0) problems.push({ field: 'member', code: 'extra.who' });
  if (read === undefined) problems.push({ field: 'minutes', code: 'extra.range' });
  return problems.length > 0 || read === undefined ? failed(...problems) : ok({ memberId, minutes: read });
}

export const readExtraQuery = (params: URLSearchParams): string => normaliseLine(params.get('q') ?? '').slice(0, 200);
