import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '#platform/text/fold.ts';
import { khmerClusters, lexemes, pairs, tokens } from './lexemes.ts';
import { corrected, MAX_QUERY, parseQuery, slips } from './query.ts';
import { highlight, snippet } from './snippet.ts';

describe('words of a text', () => {
  it('folds each word, keeps its place and its diacritics', () => {
    const text = 'Đường Biên Hoà';
    expect(tokens(text)).toEqual([
      { start: 0, end: 5, plain: 'duong', exact: tokens('đường')[0]?.exact },
      { start: 6, end: 10, plain: 'bien', exact: 'biên' },
      { start: 11, end: 14, plain: 'hoa', exact: tokens('hòa')[0]?.exact },
    ]);
  });
  it('keeps apostrophes inside a word', () => {
    expect(tokens("K’Rứ, người S'tiêng").map((token) => token.plain)).toEqual(['kru', 'nguoi', 'stieng']);
  });
  it('cuts Khmer, which has no spaces', () => {
    const words = tokens('ភូមិថ្មីត្រូវការផ្លូវ');
    expect(words.length).toBeGreaterThan(2);
    expect(khmerClusters('ភូមិ')).toEqual([fold('ភូមិ')]);
  });
  it('writes words and pairs', () => {
    expect(pairs(tokens('cầu tạm qua suối'))).toEqual(['cau tam', 'tam qua', 'qua suoi']);
    expect(lexemes('cầu tạm')).toBe("'cau' 'câù' 'tam' 'tạm' 'cau tam'");
    expect(lexemes('')).toBe('');
  });
});

describe('a query', () => {
  it('asks with the typed diacritics first, then without, phrase before words', () => {
    const { stages } = parseQuery('cầu tạm');
    expect(stages.map(({ where, query }) => `${where}: ${query}`)).toEqual([
      "title: 'cau tam' & 'câù' & 'tạm'",
      "title: 'câù' & 'tạm'",
      "anywhere: 'cau tam' & 'câù' & 'tạm'",
      "anywhere: 'câù' & 'tạm'",
      "title: 'cau tam' & 'cau' & 'tam'",
      "title: 'cau' & 'tam'",
      "anywhere: 'cau tam' & 'cau' & 'tam'",
      "anywhere: 'cau' & 'tam'",
    ]);
    expect(parseQuery('cau').stages.map(({ where }) => where)).toEqual(['title', 'anywhere']);
  });
  it('knows symbols', () => {
    expect(parseQuery(' 780 - qđ/tu ')).toMatchObject({ symbols: ['780-qd/tu'], onlySymbol: true });
    expect(parseQuery('Quy định 11-QĐi/TW')).toMatchObject({ symbols: ['11-qdi/tw'], onlySymbol: false });
  });
  it('is cut when it is too long, and empty when it has no word', () => {
    expect(parseQuery('nghị quyết '.repeat(10_000)).words.length).toBeLessThanOrEqual(16);
    expect(parseQuery('a'.repeat(MAX_QUERY * 10)).words[0]?.plain.length).toBeLessThanOrEqual(MAX_QUERY);
    for (const q of ['', '   ', '👍', "'; --", '&|!():*']) expect(parseQuery(q).all).toBeUndefined();
  });
});

describe('slips', () => {
  it('are letters missing, too many, wrong or swapped', () => {
    const near = slips('thong');
    for (const word of ['thng', 'thoong', 'thang', 'thogn', 'htong']) expect(near).toContain(word);
    expect(near).not.toContain('thong');
    expect(slips('ភូមិ')).toEqual([]);
    expect(slips('a')).toEqual([]);
  });
  it('are put right beside a neighbour', () => {
    expect(corrected(['giao', 'thogn'], [true, false], [[], ['thong', 'thon']]))
      .toBe("'giao' & ('giao thong' | 'giao thon')");
    expect(corrected(['dugn', 'cau'], [false, true], [['dung'], []])).toBe("'cau' & ('dung cau')");
    expect(corrected(['vien'], [false], [['bien', 'tien']])).toBe("('bien' | 'tien')");
    expect(corrected(['van', 'hao'], [true, true], [['ban'], ['hoa']]))
      .toBe("('hao' & ('ban hao')) | ('van' & ('van hoa'))");
    expect(corrected(['qqqq'], [false], [[]])).toBeUndefined();
  });
});

describe('a snippet', () => {
  const [before, after] = ['mở đầu dài dòng '.repeat(30), 'phần còn lại '.repeat(40)];
  const text = `${before}xã đề nghị sửa Đường Giao thông nông thôn ${after}`;
  const wanted = new Set(['duong', 'giao', 'thong']);

  it('shows where the words are, neighbours as one piece', () => {
    const segments = snippet(text, wanted);
    expect(segments.filter((segment) => segment.hit)).toEqual([{ text: 'Đường Giao thông', hit: true }]);
    expect(segments[0]).toEqual({ text: '… ', hit: false });
    expect(segments.at(-1)?.text).toBe(' …');
    expect(segments.map((segment) => segment.text).join('').length).toBeLessThan(220);
  });
  it('shows the beginning when there is none', () => {
    expect(snippet('Ngắn thôi.', wanted)).toEqual([{ text: 'Ngắn thôi.', hit: false }]);
    expect(snippet('', wanted)).toEqual([]);
    expect(snippet('!!!', wanted)).toEqual([{ text: '!!!', hit: false }]);
  });
  it('loses no letter of a highlighted text', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aáàđ ơ.,\n’ភូមិថ្មី👍<>&') });
    fc.assert(
      fc.property(letters, fc.array(fc.constantFrom('a', 'd', 'o', 'ភូមិ')), (given, words) => {
        const segments = highlight(given, new Set(words));
        expect(segments.map((segment) => segment.text).join('')).toBe(given);
        expect(segments.every((segment) => segment.text !== '')).toBe(true);
      }),
    );
  });
});
