/** One news of a feed. All texts are plain. */
export type FeedItem = {
  /** Address that stays; also the identity of the item. */
  url: string;
  title: string;
  text: string;
  author: string;
  category: string;
  language: string;
  at: Date;
};
export type Feed = {
  title: string;
  description: string;
  /** Address of the feed itself, and of the page with the same content. */
  self: string;
  page: string;
  author: string;
  language: string;
  items: readonly FeedItem[];
};

/** Characters that XML 1.0 does not allow at all, escaped or not: control characters, lone surrogates, U+FFFE. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Text as it may stand between tags and in attributes; `]]>` too has lost its meaning after this. */
export const escapeXml = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const tag = (name: string, text: string, attributes = ''): string => `<${name}${attributes}>${escapeXml(text)}</${name}>`;

/** RSS descriptions are HTML by custom, so that plain text is escaped once more. */
const asHtml = (text: string): string => escapeXml(text).replace(/\r?\n/g, '<br>');

/** Newest change, or `now` for an empty feed. */
const updated = ({ items }: Feed, now: Date): Date => items[0]?.at ?? now;

/** RSS 2.0, with the address of the feed itself as the Advisory Board recommends. */
export function toRss(feed: Feed, now: Date): string {
  const items = feed.items.map((item) =>
    [
      '<item>',
      tag('title', item.title),
      tag('link', item.url),
      tag('guid', item.url, ' isPermaLink="true"'),
      tag('pubDate', item.at.toUTCString()),
      tag('category', item.category),
      tag('dc:creator', item.author),
      tag('description', asHtml(item.text)),
      '</item>',
    ].join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    '<channel>',
    tag('title', feed.title),
    tag('link', feed.page),
    tag('description', feed.description),
    tag('language', feed.language),
    tag('lastBuildDate', updated(feed, now).toUTCString()),
    `<atom:link href="${escapeXml(feed.self)}" rel="self" type="application/rss+xml"/>`,
    ...items,
    '</channel>',
    '</rss>',
    '',
  ].join('\n');
}

/** Atom 1.0 (RFC 4287). */
export function toAtom(feed: Feed, now: Date): string {
  const items = feed.items.map((item) =>
    [
      `<entry xml:lang="${escapeXml(item.language)}">`,
      tag('id', item.url),
      tag('title', item.title, ' type="text"'),
      `<link rel="alternate" type="text/html" href="${escapeXml(item.url)}"/>`,
      tag('published', item.at.toISOString()),
      tag('updated', item.at.toISOString()),
      `<author>${tag('name', item.author)}</author>`,
      `<category term="${escapeXml(item.category)}"/>`,
      tag('summary', item.text, ' type="text"'),
      '</entry>',
    ].join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(feed.language)}">`,
    tag('id', feed.self),
    tag('title', feed.title, ' type="text"'),
    tag('subtitle', feed.description, ' type="text"'),
    tag('updated', updated(feed, now).toISOString()),
    `<author>${tag('name', feed.author)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(feed.self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(feed.page)}"/>`,
    ...items,
    '</feed>',
    '',
  ].join('\n');
}
