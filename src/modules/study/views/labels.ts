import type { Instant } from '#platform/clock.ts';
import type { Problem } from '#platform/result.ts';
import { clockTime, longDate, shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Tone } from '#ui/tone.ts';
import type { Standing } from '../index.server.ts';
import type { CampaignState } from '../rules/campaign.ts';
import type { SessionStanding } from '../rules/session.ts';

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);

/** What is wrong and what to do, for officers and for participants. */
export function explain(t: Translate, { code, values }: Pick<Problem, 'code' | 'values'>): string {
  // Who one is, is asked in the words of the people module.
  if (code.startsWith('proof.')) return t.dynamic(`people.problem.${code}`, values);
  const told = Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, isDay(value) ? shortDate(value) : value]));
  const open = `study.problem.${code}`;
  return t.dynamic(t.has(open) ? open : `study.desk.problem.${code}`, told);
}

export type Shown = { problems: Problem[] } | null | undefined;
export const summaryOf = (t: Translate, again: Shown) =>
  (again?.problems ?? []).map((each) => ({ ...(each.field === undefined ? {} : { field: each.field }), message: explain(t, each) }));
/** Words of the first problem of a field. */
export const wrongIn = (t: Translate, again: Shown) => (field: string): string | undefined => {
  const found = again?.problems.find((problem) => problem.field === field);
  return found && explain(t, found);
};

export const stateTone: Record<CampaignState, Tone> = { draft: 'plain', announced: 'good', closed: 'info', cancelled: 'late' };
export const sessionTone: Record<SessionStanding, Tone> = { planned: 'wait', going: 'info', held: 'good', cancelled: 'late' };

/** "07:30–11:00, ngày 23 tháng 11 năm 2026". */
export const whenText = (t: Translate, { startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }): string =>
  t('study.when', { from: clockTime(startsAt), until: clockTime(endsAt), day: longDate(startsAt, t.language) });

export const standingTone: Record<Standing, Tone> = {
  attended: 'good', provisional: 'wait', excused: 'info', unexcused: 'late', exempt: 'plain', open: 'wait',
};
