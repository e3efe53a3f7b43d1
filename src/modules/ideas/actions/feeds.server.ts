import { bodyName } from '#modules/organisation/index.server.ts';
import { labelOf, placesWithin } from '#modules/places/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { FollowForm } from '../input/follow.ts';
import { toAtom, toRss, type Feed, type FeedItem } from '../rules/feed.ts';
import { followedSentence, type Followed } from '../rules/sentences.ts';
import { newest, type FeedRow } from '../store/feeds.server.ts';
import { describeTarget, openFollow, type FollowPage } from './follow.server.ts';
import { readReceptionBody } from './settings.server.ts';

/** More than any reader fetches between two visits; feeds are for what is new. */
const MOST = 50;
const KINDS = {
  rss: { type: 'application/rss+xml; charset=utf-8', write: toRss },
  atom: { type: 'application/atom+xml; charset=utf-8', write: toAtom },
} as const;
export type FeedKind = keyof typeof KINDS;

/** What a feed is about; a feed of nothing known is empty, not refused. */
export type About = { field: string | null; place: number | null };
type Asked = { about: About; t: Translate; now: Instant };

const feedPath = ({ field, place }: About, kind: FeedKind): string => {
  const params = new URLSearchParams({ ...(field ? { field } : {}), ...(place ? { place: String(place) } : {}) });
  return `/ideas/feeds/${kind}.xml${params.size > 0 ? `?${params}` : ''}`;
};

/** Addresses of both feeds, for links on pages. */
export const feedAddresses = ({ config }: Pick<Runtime, 'config'>, t: Translate, about: About) => ({
  rss: config.publicOrigin + t.href(feedPath(about, 'rss')),
  atom: config.publicOrigin + t.href(feedPath(about, 'atom')),
});

/** A feed as an answer that all readers share until an idea changes. */
export async function feedResponse(runtime: Runtime, kind: FeedKind, asked: Asked): Promise<Response> {
  const { type, write } = KINDS[kind];
  const feed = await readFeed(runtime, asked, feedAddresses(runtime, asked.t, asked.about)[kind]);
  return new Response(write(feed, asked.now), { headers: { 'content-type': type, [CACHE_TAGS]: 'ideas' } });
}

async function readFeed({ db, config }: Runtime, { about, t, now }: Asked, self: string): Promise<Feed> {
  const today = dayOf(now);
  // A place that never was has no news, instead of those of everywhere.
  const places = about.place === null ? [] : [-1, ...(await placesWithin(db, about.place, today))];
  const rows = await newest(db, { field: about.field, places, limit: MOST });
  const what = await describeTarget(db, { ideaId: null, field: about.field, placeId: about.place }, today);
  const reception = await readReceptionBody(db);
  const list = new URLSearchParams(self.split('?')[1]);
  return {
    title: `${t('ideas.feeds.feed', { what: followedSentence(t, what) })} – Cầu Nối`,
    description: t('ideas.feeds.feedText'),
    self,
    page: config.publicOrigin + t.href(`/ideas${list.size > 0 ? `?${list}` : ''}`),
    author: reception ? await bodyName(db, reception, today, today) : 'Cầu Nối',
    language: t.language,
    items: await Promise.all(rows.map((row) => toItem(db, row, { origin: config.publicOrigin, t, now }))),
  };
}

async function toItem(
  db: Db,
  row: FeedRow,
  { origin, t, now }: { origin: string; t: Translate; now: Instant },
): Promise<FeedItem> {
  const answered = row.outcome !== null && t('ideas.step.answer', { outcome: t.dynamic(`ideas.outcome.${row.outcome}`) });
  return {
    url: origin + t.href(`/ideas/${row.id}${row.answerId === null ? '' : `#answer-${row.answerId}`}`),
    title: answered ? `${answered} – ${row.title}` : row.title,
    text: row.text,
    author: await bodyName(db, row.bodyId, dayOf(row.at), dayOf(now)),
    category: t.dynamic(`ideas.field.${row.field}`),
    language: row.language,
    at: row.at,
  };
}

export type FeedsPage = { choice: FollowPage; what: Followed; rss: string; atom: string; follow: string };

/** The page that explains feeds, with the addresses for a field and a place. */
export async function openFeeds(runtime: Runtime, form: FollowForm, t: Translate, now: Instant): Promise<FeedsPage> {
  const { db } = runtime;
  const today = dayOf(now);
  const choice = await openFollow(runtime, { ...form, idea: null }, now);
  const only = choice.places.length === 1 ? (choice.places[0]?.id ?? null) : null;
  const place = form.place !== null && (await labelOf(db, form.place, today, today)) ? form.place : only;
  const field = form.field && choice.fields.includes(form.field) ? form.field : null;
  const params = new URLSearchParams({ ...(field ? { field } : {}), ...(place ? { place: String(place) } : {}) });
  return {
    choice,
    what: await describeTarget(db, { ideaId: null, field, placeId: place }, today),
    ...feedAddresses(runtime, t, { field, place }),
    follow: t.href(`/ideas/follow${params.size > 0 ? `?${params}` : ''}`),
  };
}
