import { shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Next } from './next.ts';

/**
 * What is said about an idea, once for screens, mails and feeds: whoever reads it in one place must not read something
 * else in another.
 */
export type Said = { kind: string; body: string | null; values: Record<string, string> };

/** Some steps come in kinds: an answer that corrects, a milestone done or moved, which deadline was passed. */
function keyOf({ kind, values }: Said): string {
  if (kind === 'answer' && values.corrects) return 'answerCorrected';
  if (kind === 'milestone' && values.act) return values.act === 'done' ? 'milestoneDone' : 'milestoneMoved';
  return kind === 'escalate' && values.deadline ? `escalate.${values.deadline}` : kind;
}

/** One step as a sentence; codes and days that it keeps become words of the reader's language. */
export function stepSentence(t: Translate, said: Said): string {
  const { body, values } = said;
  return t.dynamic(`ideas.step.${keyOf(said)}`, {
    ...values,
    lead: body ?? '',
    outcome: values.outcome ? t.dynamic(`ideas.outcome.${values.outcome}`) : '',
    answer: t(values.done === 'true' ? 'ideas.step.confirm.done' : 'ideas.step.confirm.notDone'),
    to: values.to ? shortDate(values.to) : '',
    on: values.on ? shortDate(values.on) : '',
    title: values.title ?? '',
  });
}

/** What happens next and until when. */
export const nextSentence = (t: Translate, next: Next, leadBody: string | null): string =>
  t.dynamic(`ideas.next.${next.key}`, {
    due: next.due === null ? '…' : shortDate(next.due),
    body: leadBody ?? t('ideas.next.someBody'),
  });

export type Followed = { title: string | null; field: string | null; place: string | null };

/** What a follower follows: one idea, a field, a place, or everything. */
export function followedSentence(t: Translate, { title, field, place }: Followed): string {
  if (title !== null) return t('ideas.follow.ofIdea', { title });
  const named = field === null ? '' : t.dynamic(`ideas.field.${field}`);
  if (field !== null && place !== null) return t('ideas.follow.ofBoth', { field: named, place });
  if (field !== null) return t('ideas.follow.ofField', { field: named });
  return place === null ? t('ideas.follow.ofAll') : t('ideas.follow.ofPlace', { place });
}
