import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml, toAtom, toRss, type Feed } from './feed.ts';

const at = new Date('2026-11-23T02:00:00Z');
const feed = (title: string, text = title): Feed => ({
  title, description: text, self: 'https://x.example/f.xml?field=a&place=1', page: 'https://x.example/', author: title,
  language: 'vi',
  items: [{ url: 'https://x.example/hien-ke/1#answer-2', title, text, author: title, category: title, language: 'vi', at }],
});

/** A strict reader for the XML that is written here: tags in balance, no bare `<`, `&` or forbidden character. */
function wellFormed(xml: string): string[] {
  // eslint-disable-next-line no-control-regex
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  expect(xml.isWellFormed()).toBe(true);
  const open: string[] = [];
  const names: string[] = [];
  const rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>/, '');
  const token = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<&]*(?:&#\d+;[^"<&]*)*")*)\s*(\/?)>|([^<]+)/gy;
  let end = 0;
  for (let match = token.exec(rest); match; match = token.exec(rest)) {
    end = token.lastIndex;
    const [, closing, name = '', , empty, text] = match;
    if (text !== undefined) expect(text.replace(/&#\d+;/g, '')).not.toMatch(/[&>]|\]\]>/);
    else if (closing) expect(open.pop()).toBe(name);
    else {
      names.push(name);
      if (!empty) open.push(name);
    }
  }
  expect(rest.slice(end)).toBe('');
  expect(open).toEqual([]);
  return names;
}

describe('feeds', () => {
  it('are well-formed whatever people write', () => {
    const hostile = [
      ']]>', '<script>alert(1)</script>', '😀👨‍👩‍👧', 'a\u0000b\u0008', '\ud800', '\uffff', '&amp;&lt;&#0;', '"\'', '<![CDATA[', '-->',
      'Đường “Lê Duẩn” ភ្លើង',
    ];
    for (const text of hostile) {
      expect(wellFormed(toRss(feed(text), at)).filter((name) => name === 'item')).toHaveLength(1);
      expect(wellFormed(toAtom(feed(text), at)).filter((name) => name === 'entry')).toHaveLength(1);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        wellFormed(toRss(feed(text), at));
        wellFormed(toAtom(feed(text), at));
      }),
      { numRuns: 300 },
    );
  });

  it('keep the words: a reader that undoes the escapes gets back what was written', () => {
    const read = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    const text = 'a < b && "c" > \'d\' ]]> 😀';
    expect(read(escapeXml(text))).toBe(text);
    expect(read(toAtom(feed('x', text), at))).toContain(`<summary type="text">${text}</summary>`);
  });

  it('say when an empty feed was made, and carry what both standards ask for', () => {
    const empty = { ...feed('x'), items: [] };
    expect(toRss(empty, at)).toContain('<lastBuildDate>Mon, 23 Nov 2026 02:00:00 GMT</lastBuildDate>');
    expect(toAtom(empty, at)).toContain('<updated>2026-11-23T02:00:00.000Z</updated>');
    expect(wellFormed(toAtom(empty, at)).slice(0, 5)).toEqual(['feed', 'id', 'title', 'subtitle', 'updated']);
    expect(wellFormed(toRss(empty, at)).slice(0, 4)).toEqual(['rss', 'channel', 'title', 'link']);
  });
});
