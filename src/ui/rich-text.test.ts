import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainOf, readRichText, richTextOf, safeHref } from './rich-text.ts';

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>',
  'vbscript:x',
  '//evil.example',
  '/\\evil.example',
  'blob:x',
  7,
  null,
  undefined,
])('%j is no address for a link', (href) => expect(safeHref(href)).toBeUndefined());

test.each(['https://dongnai.gov.vn/a?b=1#c', '/hien-ke', '#phan-hai', 'mailto:a@b.vn', 'tel:+842713'])(
  '%s may be linked',
  (href) => expect(safeHref(href)).toBe(href),
);

test('a document of any shape becomes one that is safe to draw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const { content } = readRichText(value);
      for (const block of content)
        for (const part of block.type === 'list' ? block.items.flat() : block.content)
          expect(part.href === undefined || safeHref(part.href) === part.href).toBe(true);
    }),
  );
});

test('unknown blocks keep their words and lose their form', () => {
  const read = readRichText({
    content: [{ type: 'iframe', src: 'x', content: [{ text: 'Chào', onclick: 'x()' }] }],
  });
  expect(read.content).toEqual([{ type: 'paragraph', content: [{ text: 'Chào' }] }]);
});

test('plain text becomes paragraphs, lists and links', () => {
  const read = richTextOf('Đường hỏng.\r\nXem https://a.vn/x.\n\n- một\n- hai');
  expect(read.content).toEqual([
    {
      type: 'paragraph',
      content: [
        { text: 'Đường hỏng.\nXem ' },
        { text: 'https://a.vn/x', href: 'https://a.vn/x' },
        { text: '.' },
      ],
    },
    { type: 'list', ordered: false, items: [[{ text: 'một' }], [{ text: 'hai' }]] },
  ]);
  expect(plainOf(read)).toBe('Đường hỏng.\nXem https://a.vn/x.\n\n- một\n- hai');
});

test('every word of a plain text is kept', () => {
  const squeezed = (text: string) => text.replace(/[\s•*-]/g, '');
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(squeezed(plainOf(richTextOf(text)))).toBe(squeezed(text));
    }),
  );
});
