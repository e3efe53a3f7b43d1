/** The list for its page: every word and every date is text already. */
import type { Translate } from '#platform/words/translate.ts';
import { clockTime, exactTime, percent } from '#platform/text/format.ts';
import type { RollPage } from '../../index.server.ts';
import type { ListData } from './list-data.ts';

const spoken = [
  'attended', 'excused', 'unexcused', 'none', 'undo', 'exempt', 'reason', 'saveReason', 'counter', 'missing', 'reached', 'nobody', 'search',
  'searchHint', 'found', 'rest', 'restHint', 'here', 'received', 'refused', 'stands', 'waiting', 'sent', 'signIn', 'signed',
  'device', 'sendNow', 'trail',
] as const;
/** Names of the values stay as `{name}`: the device fills them in. */
const values = { n: '{n}', m: '{m}', at: '{at}', why: '{why}', what: '{what}', target: '{target}', exempt: '{exempt}' };

export const rollWords = (t: Translate): Record<string, string> =>
  Object.fromEntries(spoken.map((key) => [key, t.dynamic(`study.desk.roll.${key}`, values)]));

type Presented = { page: RollPage; ids: Record<number, string>; address: string; owner: string };

export function present(t: Translate, { page, ids, address, owner }: Presented): ListData {
  const { campaign, session } = page;
  return {
    address, as: page.hand, owner, language: t.language, title: session?.title ?? campaign.title,
    lead: session ? t('study.desk.roll.when', { at: exactTime(session.startsAt, t.language), venue: session.venue }) : t('study.desk.roll.whole'),
    target: campaign.target, targetText: percent(campaign.target / 100, t.language), closed: page.closed !== null,
    branches: page.branches.map(({ id, name, signed, counts, people }) => ({
      id, name, signed, members: counts.members, exempt: counts.exempt, attended: counts.attended,
      people: people.map((each) => ({
        member: each.member, name: each.name, exempt: each.exempt, outcome: each.outcome, reason: each.reason, provisional: each.provisional,
        note: noteOf(t, each), trail: page.hand === 'branch' ? t.href(`/learn/roll/campaign/${campaign.id}/${each.member}`) : '',
        next: ids[each.member] ?? '',
      })),
    })),
    words: rollWords(t),
  };
}

function noteOf(t: Translate, { outcome, at, way, elsewhere, provisional }: RollPage['branches'][number]['people'][number]): string {
  if (outcome === null || at === null || way === null) return '';
  const said = t('study.desk.roll.recorded', { at: clockTime(at), way: t.dynamic(`study.desk.roll.way.${way}`) });
  const more = elsewhere ? t('study.desk.roll.elsewhere') : provisional ? t('study.desk.roll.provisional') : '';
  return more ? `${said} ${more}` : said;
}
