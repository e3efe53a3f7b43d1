import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headersOf, htmlOf, isMailAddress, oneLine } from './letter.ts';

describe('mail address', () => {
  it.each([
    'an@example.vn',
    'nguyen.van+hk@sub.example.com.vn',
    'cau-noi@localhost',
    'điểu@ví-dụ.vn',
    "o'brien@example.org",
  ])('accepts %s', (address) => {
    expect(isMailAddress(address)).toBe(true);
  });

  it.each([
    '',
    'an',
    '@example.vn',
    'an@',
    'an@example..vn',
    'an@-example.vn',
    'an@example.vn, binh@example.vn',
    'an@example.vn;binh@example.vn',
    'An <an@example.vn>',
    '"a b"@example.vn',
    'an@example.vn\nBcc: all@example.vn',
    'an@example.vn\r\n',
    'an@[127.0.0.1]',
    'group:an@example.vn;',
    `${'a'.repeat(65)}@example.vn`,
    `an@${'a.'.repeat(130)}vn`,
  ])('refuses %j', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });

  it('is decided quickly for long texts', () => {
    expect(isMailAddress('a.'.repeat(100_000))).toBe(false);
    expect(isMailAddress(`a@${'a-'.repeat(120)}`)).toBe(false);
  });
});

describe('subject', () => {
  it('is one line', () => {
    expect(oneLine('  Hiến kế\r\nBcc: all@example.vn\u2028x\u202egpj ')).toBe(
      'Hiến kế Bcc: all@example.vn xgpj',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(oneLine(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });
});

describe('HTML', () => {
  const letter = { subject: 'a', language: 'vi', text: '' };

  it('says the same words in paragraphs and lines, with links', () => {
    const text =
      'Kính gửi ông/bà,\n\nHiến kế “Đèn đường” đã được trả lời:\nhttps://example.vn/hien-ke/42?a=1&b=2.\n\nTrân trọng.';
    const html = htmlOf({ ...letter, text });
    expect(html).toContain('<html lang="vi">');
    expect(html).toContain('<p>Kính gửi ông/bà,</p>');
    expect(html).toContain(
      'đã được trả lời:<br>\n<a href="https://example.vn/hien-ke/42?a=1&#38;b=2">https://example.vn/hien-ke/42?a=1&#38;b=2</a>.</p>',
    );
  });

  it('has no tag but its own, whatever the words', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '"', "'", '&', ' ', '\n', 'https://', 'javascript:', 'a', 'đ'),
        }),
        (text) => {
          const html = htmlOf({ ...letter, subject: text, text });
          const tags = [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
          const own =
            /^<(!doctype html|\/?(html|head|title|body|p|a)|meta charset="utf-8"|html lang="vi"|br|body style="[^"]*"|a href="https:\/\/[^"<>]*")>$/;
          for (const tag of tags) expect(tag).toMatch(own);
        },
      ),
    );
  });

  it('loads nothing', () => {
    expect(htmlOf({ ...letter, text: 'x' })).not.toMatch(/<(img|link|script|style|iframe)|url\(|src=/);
  });
});

describe('headers', () => {
  it('offer one-click leaving only where there is something to leave', () => {
    const letter = { id: '1', to: 'a@b', subject: '', text: '', language: 'km' };
    expect(headersOf(letter)).toEqual({ 'Content-Language': 'km', 'Auto-Submitted': 'auto-generated' });
    expect(headersOf({ ...letter, unsubscribeUrl: 'https://example.vn/u/1' })).toMatchObject({
      'List-Unsubscribe': '<https://example.vn/u/1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });
});
