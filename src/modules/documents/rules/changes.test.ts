import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, wordDiff } from './changes.ts';
import { readOutline } from './outline.ts';

describe('what a version changed', () => {
  it('is told by anchor', () => {
    const before = readOutline('Điều 1. Tên\nCũ.\nĐiều 2. Giữ\nNhư vậy.\nĐiều 3. Bỏ\nHết.').clauses;
    const after = readOutline('Điều 1. Tên\nMới.\nĐiều 2. Giữ\nNhư vậy.\nĐiều 4. Thêm\nNữa.').clauses;
    expect(changesBetween(before, after).map(({ anchor, change }) => [anchor, change])).toEqual([
      ['dieu-1', 'changed'], ['dieu-2', 'same'], ['dieu-4', 'added'], ['dieu-3', 'removed'],
    ]);
  });
});

const text = fc.array(fc.constantFrom('tỷ ', 'lệ ', 'tham\n', 'gia', ' ', 'học ', 'tập '), { maxLength: 40 }).map((parts) => parts.join(''));

describe('the difference of two texts', () => {
  it('gives either text back', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = wordDiff(before, after);
        const without = (kind: string) => parts.filter((part) => part.kind !== kind).map((part) => part.text).join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
    );
  });

  it('marks one word', () => {
    expect(wordDiff('ít nhất 95 % đảng viên', 'ít nhất 98 % đảng viên')).toEqual([
      { kind: 'same', text: 'ít nhất ' },
      { kind: 'removed', text: '95 ' },
      { kind: 'added', text: '98 ' },
      { kind: 'same', text: '% đảng viên' },
    ]);
  });

  it('does not count for minutes over two books', () => {
    const book = 'chữ '.repeat(5_000);
    expect(wordDiff(book, `${book}thêm`).map((part) => part.kind)).toEqual(['removed', 'added']);
  });
});
