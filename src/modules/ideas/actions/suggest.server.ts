import type { Db } from '#platform/database/client.ts';
import type { Answer } from '#platform/http/json-api.server.ts';
import type { Translate } from '#platform/words/translate.ts';
import { similarIdeas } from './similar.server.ts';

/**
 * Ideas like the title that is being typed, in the form and the words that `data-suggest` shows as they are. Not kept
 * with shared pages: what one person types letter by letter would push everybody's pages out.
 */
export async function suggestIdeas(db: Db, title: string, t: Translate): Promise<Answer> {
  const found = await similarIdeas(db, title);
  const items = found.map(({ id, title: known, supporters }) => ({
    title: known,
    href: t.href(`/ideas/${id}`),
    note: t('ideas.card.supporters', { count: supporters }),
  }));
  const more = items.length > 0 ? { more: t('ideas.form.similarText') } : {};
  return { body: { label: t('ideas.form.similar'), items, ...more } };
}
