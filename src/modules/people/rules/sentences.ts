/** What was done about a role, in one sentence: the page and the mail say the same words. */
import type { Day } from '#platform/clock.ts';
import { shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Role } from './roles.ts';

export const period = (t: Translate, from: Day, to: Day | null): string =>
  to === null
    ? t('people.desk.period.open', { from: shortDate(from) })
    : t('people.desk.period', { from: shortDate(from), to: shortDate(to) });

export const roleName = (t: Translate, role: Role): string => t(`people.desk.role.${role}`);

type Charged = { name: string; role: Role; body: string; from: Day; to: Day | null };

export const grantSentence = (t: Translate, { name, role, body, from, to }: Charged): string =>
  t('people.desk.said.grant', { name, role: roleName(t, role), body, period: period(t, from, to) });

export const endSentence = (t: Translate, { name, role, body, from, to }: Charged): string =>
  t('people.desk.said.end', { name, role: roleName(t, role), body, period: period(t, from, to) });

export const revokeSentence = (t: Translate, { name, role, body }: Pick<Charged, 'name' | 'role' | 'body'>): string =>
  t('people.desk.said.revoke', { name, role: roleName(t, role), body });

type HandedOn = { holder: string; delegate: string; role: Role; body: string; from: Day; to: Day };

export const delegateSentence = (t: Translate, { holder, delegate, role, body, from, to }: HandedOn): string =>
  t('people.desk.said.delegate', { holder, delegate, role: roleName(t, role), body, period: period(t, from, to) });

export const delegateEndSentence = (t: Translate, { holder, delegate, role, body }: HandedOn): string =>
  t('people.desk.said.delegateEnd', { holder, delegate, role: roleName(t, role), body });
